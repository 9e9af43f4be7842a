"""S2ORC papers -> records. Reads: its metadata, its parses, what s2orc-doc2json writes. Emits: Record, Reject.

One object a paper: `metadata` lines, `pdf_parses` lines, both in one object (`grobid_parse`, `latex_parse`), the JSON
of s2orc-doc2json (`pdf_parse`, `latex_parse`, `jats_parse`) and of CORD-19 (`metadata` beside `abstract`). Read: title,
authors (with affiliations where a parse found them), abstract, year, venue, journal, identifiers, fields of study,
references (by identifiers, else as printed, else put together of their parts), links to other papers.

Left out: `body_text`, `back_matter`, `ref_entries`, spans; inbound citations; MAG's numbers; addresses of mail; flags
(`has_*`); the hash of a PDF; a `paper_id` that is the name of a file.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct, field

from kg.identifiers import parse
from kg.model import Affiliation, Identifier, Name, Record, RecordFields, Reference, Reject, Subject, Venue
from kg.readers.listing.code_urls import code_urls
from kg.readers.source import Source
from kg.readers.syntax.arxiv_dois import arxiv_of
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.readers.syntax.json_records import Found, UnreadableError, read_records
from kg.readers.syntax.partial_dates import read_date
from kg.readers.syntax.printed_names import is_et_al
from kg.text import blanks_folded

_SCHEMES = {"doi": "doi", "arxiv": "arxiv", "arxiv_id": "arxiv", "pmid": "pmid", "pubmed_id": "pmid", "pmcid": "pmcid",
            "pmc_id": "pmcid", "acl_id": "acl", "pubmed": "pmid", "pmc": "pmcid", "acl": "acl"}  # fmt: skip
_MARK = re.compile(
    r'"(?:bib_entries|pdf_parse|latex_parse|jats_parse|grobid_parse|_pdf_hash|s2_pdf_hash|has_pdf_parse|body_text'
    r'|has_outbound_citations|outbound_citations|mag_field_of_study)"\s*:|"generated_with"\s*:\s*"S2ORC'
)
_LABEL = re.compile(r"\Aabstract\b[\s:.—–-]*\Z", re.IGNORECASE)

Texts = list[str | None] | str | None


class Place(Struct, gc=False):
    """Where an organization is; the parts of an address."""

    settlement: str | None = None
    region: str | None = None
    country: str | None = None


class Organization(Struct, gc=False):
    """An affiliation as GROBID found it."""

    laboratory: str | None = None
    institution: str | None = None
    location: Place | None = None


class Author(Struct, gc=False):
    """An author in parts."""

    first: str | None = None
    middle: list[str | None] | None = None
    last: str | None = None
    suffix: str | None = None
    affiliation: Organization | None = None


class Paragraph(Struct, gc=False):
    """A paragraph of an abstract."""

    text: str | None = None


class Entry(Struct, gc=False):
    """An entry of a bibliography. `link` is a number of S2ORC."""

    title: str | None = None
    authors: list[Author] | None = None
    year: int | str | None = None
    venue: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    raw_text: str | None = None
    other_ids: dict[str, Texts] | None = None
    urls: list[str | None] | None = None
    link: str | int | None = None
    links: str | int | None = None


class Parse(Struct, gc=False):
    """What was found in a PDF, in LaTeX or in JATS."""

    abstract: list[Paragraph] | str | None = None
    bib_entries: dict[str, Entry] | None = None


class Header(Struct, gc=False):
    """What made the file."""

    generated_with: str | None = None


class Metadata(Struct, gc=False):
    """What is known of a paper apart from its text."""

    title: str | None = None
    authors: list[Author] | None = None
    year: int | str | None = None
    venue: str | None = None
    journal: str | None = None
    doi: str | None = None
    arxiv_id: str | None = None
    acl_id: str | None = None
    pmc_id: str | None = None
    pubmed_id: str | None = None
    mag_field_of_study: list[str] | None = None
    s2_url: str | None = None
    outbound_citations: list[str | int] | None = None
    identifiers: dict[str, Texts] | None = None
    abstract: list[Paragraph] | str | None = None


class Paper(Metadata, gc=False):
    """A paper in one of the forms; what is known of it stands in it or in `metadata`."""

    paper_id: str | int | None = None
    metadata: Metadata | None = None
    header: Header | None = None
    pdf_hash: str | None = field(default=None, name="_pdf_hash")
    bib_entries: dict[str, Entry] | None = None
    pdf_parse: Parse | None = None
    latex_parse: Parse | None = None
    jats_parse: Parse | None = None
    grobid_parse: Parse | None = None


_DECODER = msgspec.json.Decoder(Paper)


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as JSON of S2ORC."""
    return beginning.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") and _MARK.search(beginning) is not None


def read_s2orc(source: Source) -> Iterator[Record | Reject]:
    """Yield the papers of a source in its order."""
    return read_records(source, _DECODER, _record)


def _record(paper: Paper, found: Found) -> Record:
    told = paper.metadata or paper
    parsed = (paper.pdf_parse, paper.grobid_parse, paper.latex_parse, paper.jats_parse)
    parses: list[Parse] = [one for one in parsed if one is not None]
    title = plain_title(told.title or "") or None
    names = _names(told.authors or (), found)
    identifiers = _identifiers(paper, told, found)
    abstract = next(filter(None, map(_text, (told.abstract, paper.abstract, *(one.abstract for one in parses)))), None)
    if title is None and not names and not identifiers and abstract is None:
        raise UnreadableError("no paper: it has neither title nor authors, identifier or abstract", "leave it out")
    date, date_text = read_date(str(told.year or "").removesuffix(".0"))
    entries = next(filter(None, (paper.bib_entries, *(one.bib_entries for one in parses))), None) or {}
    venue = next((plain for one in (told.journal, told.venue) if one and (plain := plain_title(one))), None)
    fields: RecordFields = {
        "title": title, "names": names, "date": date, "date_text": date_text, "identifiers": identifiers,
        "authors_complete": bool(names) and len(names) == len(told.authors or ()) and not _lacks_authors(found),
    }  # fmt: skip
    if abstract is not None:
        fields["abstract"], fields["code_urls"] = abstract, code_urls(abstract)
    if venue is not None:
        fields["venue"] = Venue(name=venue)
    if told.s2_url:
        fields["landing_page"] = found.first_iri((told.s2_url,), "landing_page")
    if told.mag_field_of_study:
        fields["subjects"] = tuple(Subject(scheme="mag-fos", label=one) for one in told.mag_field_of_study if one)
    fields["references"] = _references(entries, told, found)
    return found.record("s2orc", fields)


def _lacks_authors(found: Found) -> bool:
    return any(re.match(r"(?:metadata/)?authors/", doubt.reason) for doubt in found.doubts)


def _text(abstract: list[Paragraph] | str | None) -> str | None:
    """Return an abstract, a line a paragraph."""
    if isinstance(abstract, str):
        return plain_abstract(abstract) or None
    told = [plain_abstract(one.text) for one in abstract or () if one.text]
    return "\n".join(one for one in told if one and not _LABEL.match(one)) or None


def _names(authors: Iterable[Author], found: Found) -> tuple[Name, ...]:
    read = []
    for at, author in enumerate(authors, 1):
        given = _given(author)
        family, suffix = blanks_folded(author.last or ""), blanks_folded(author.suffix or "")
        printed = _printed(author)
        if not any(map(str.isalpha, printed)):
            found.doubt("authors", f"author {at} has no name ({printed!r}); left out")
        elif not is_et_al(printed):
            apart = bool(given and family)
            read.append(
                Name(
                    printed=printed,
                    given=given if apart else None,
                    family=family if apart or (family and " " not in family) else None,
                    suffix=suffix or None,
                    affiliations=_affiliation(author.affiliation),
                )
            )
    return tuple(read)


def _given(author: Author) -> str:
    return blanks_folded(" ".join(filter(None, (author.first, *(author.middle or ())))))


def _printed(author: Author) -> str:
    return blanks_folded(" ".join(filter(None, (_given(author), author.last, author.suffix))))


def _affiliation(told: Organization | None) -> tuple[Affiliation, ...]:
    if told is None:
        return ()
    place = told.location or Place()
    parts = (told.laboratory, told.institution, place.settlement, place.region, place.country)
    raw = ", ".join(plain for one in parts if one and (plain := plain_title(one)))
    return (Affiliation(raw=raw),) if raw else ()


def _known(ids: Iterable[tuple[str, Texts]], found: Found, field_: str | None = None) -> set[Identifier]:
    known = set()
    for name, printed in ids:
        scheme = _SCHEMES.get(name.lower())
        for one in printed if isinstance(printed, list) else [printed]:
            identifier = found.identifier(scheme, one, field_) if scheme is not None and one else None
            if identifier is not None:
                known.add(identifier)
    return known | arxiv_of(known)


def _identifiers(paper: Paper, told: Metadata, found: Found) -> tuple[Identifier, ...]:
    """Return the identifiers. A `paper_id` is a number of S2ORC unless a tool has made it of the name of a file."""
    own: dict[str, Texts] = {"doi": told.doi, "arxiv_id": told.arxiv_id, "acl_id": told.acl_id, "pmc_id": told.pmc_id,
                             "pubmed_id": told.pubmed_id}  # fmt: skip
    known = _known([*own.items(), *(told.identifiers or {}).items()], found)
    number = str(paper.paper_id or "")
    if number.isascii() and number.isdigit() and paper.header is None:
        known |= {one} if (one := parse("s2", number)) is not None else set()
    elif number.startswith("PMC"):
        known |= {one} if (one := parse("pmcid", number)) is not None else set()
    known |= {one} if told.s2_url and (one := parse("s2", told.s2_url)) is not None else set()
    return tuple(sorted(known))


def _references(entries: dict[str, Entry], told: Metadata, found: Found) -> tuple[Reference, ...]:
    """Return the references of the bibliography; of the paper's links those that are not in it."""
    read = [one for entry in entries.values() if (one := _reference(entry, found)) is not None]
    linked = {known.value for one in read for known in one.identifiers if known.scheme == "s2"}
    for number in told.outbound_citations or ():
        known = found.identifier("s2", str(number), "references")
        if known is not None and known.value not in linked:
            read.append(Reference(identifiers=(known,)))
    return tuple(read)


def _reference(entry: Entry, found: Found) -> Reference | None:
    known = _known((entry.other_ids or {}).items(), found, "references")
    for link in (entry.link, entry.links):
        if link and (number := parse("s2", str(link))) is not None:
            known.add(number)
    if known:
        return Reference(identifiers=tuple(sorted(known)))
    text = blanks_folded(entry.raw_text or "") or _assembled(entry)
    return Reference(text=text) if text else None


def _assembled(entry: Entry) -> str:
    """Return a reference in the order author (year). title. venue volume(issue), pages."""
    authors = ", ".join(filter(None, (_printed(one) for one in entry.authors or ())))
    head = " ".join(filter(None, (authors, f"({entry.year})" if entry.year else "")))
    volume = (entry.volume or "") + (f"({entry.issue})" if entry.issue else "")
    place = ", ".join(filter(None, (" ".join(filter(None, (entry.venue, volume))), entry.pages)))
    return ". ".join(one.rstrip(". ") for one in (head, plain_title(entry.title or ""), place) if one)
