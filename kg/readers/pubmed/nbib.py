"""PubMed's tagged format (NBIB, MEDLINE) -> records. Reads: tagged lines. Emits: Record, Reject.

Read: identifiers (`PMID PMC LID AID ISBN`), titles (`TI BTI TT CTI`), authors in order with full names, ORCID and
affiliations (`FAU AU AUID AD CN`), editors (`FED ED`), dates (`DP DEP CTDT`), journal with ISSNs (`JT TA IS`) or book
with publisher (`BTI PB`), volume, issue, pages, abstract, language, types (`PT`), MeSH terms and substances
(`MH RN NM`), keywords (`OT`), grants (`GR`), corrections, retractions and comments, data banks (`SI`).

Left out: what the reader of the XML leaves out too: copyright (`CI`), statements of conflict (`COIS`), abstracts in
other languages (`OAB`), investigators (`IR FIR IRAD`), persons as subjects (`PS FPS`), status, dates of indexing,
history, numbers of references, places; and the source as one line (`SO`).
"""

import re
from collections.abc import Iterator

from kg.dates import Printed, printed_date
from kg.identifiers import web_iri
from kg.model import Funding, Identifier, Record, Reject, Relation, Subject, Venue
from kg.readers.listing.code_urls import code_urls
from kg.readers.pubmed.nbib_people import people
from kg.readers.pubmed.text import first_date, titles
from kg.readers.pubmed.words import (
    NBIB_RELATIONS,
    cited_identifiers,
    deposited,
    funding,
    language,
    publication_type,
    relation,
)
from kg.readers.source import Source
from kg.readers.syntax.json_records import Found, UnreadableError
from kg.readers.syntax.tagged_lines import Form, Tagged, Values, read_tagged

_TAGGED = re.compile(r"\ufeff?(?=[A-Z][A-Z0-9 ]{3}-)(?P<tag>[A-Z][A-Z0-9]{1,3}) *- ?(?P<value>.*)")
_FORM = Form(
    tagged=(_TAGGED,),
    begins=re.compile(r"\ufeff?(?P<tag>PMID) ?- ?(?P<value>.*)"),
    opens=_TAGGED,
    ends=None,
    noise=re.compile(r"<\d+>|\d+[.:]?|</?pre.*>"),
)
_BEGINNING = re.compile(r"(?:\A|\n)\ufeff?PMID ?- ?\d+[ \t]*\n[A-Z][A-Z0-9 ]{3}- ", re.ASCII)
_QUALIFIED = re.compile(r"(\S.{0,500}?) ?\[(\w+)\]")
_ISSN = re.compile(r"[0-9]{4}-?[0-9]{3}[0-9Xx]")
_ISBN = re.compile(r"(?<!\d)(?:97[89][ -]?)?(?:\d[ -]?){9}[\dXx](?!\d)", re.ASCII)
_SUBSTANCE = re.compile(r"\S+(?: [\d.-]+)? \((.+)\)")
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_ACRONYM = re.compile(r"[A-Za-z]{2,6}")
_RETRACTED = "retracted publication"


def recognizes(beginning: str) -> bool:
    """Return whether a source begins with tagged lines of PubMed."""
    return _BEGINNING.search(beginning[:20_000]) is not None


def read_nbib(source: Source) -> Iterator[Record | Reject]:
    """Yield the records of a source in its order."""
    repair = "check the lines: a record begins with PMID and ends before a blank line; or fetch it from PubMed again"
    return read_tagged(source, _FORM, key="PMID", repair=repair, build=_record)


def _record(values: Values, tagged: Tagged, found: Found) -> Record:
    is_chapter = values.first("BTI") is not None and values.first("TI") is not None
    is_book = values.first("BTI") is not None and not is_chapter
    identifiers = _identifiers(values, found, is_book=is_book)
    names, editors, complete = people(values, tagged.fields, found)
    languages = list(dict.fromkeys(tag for code in values.texts("LA") if (tag := language(code)) is not None))
    title, translated = titles(values.first("TI", "BTI") or "", values.first("TT") or "", languages)
    if title is None and not names and not identifiers:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "leave it out")
    types = values.texts("PT")
    kind = "chapter" if is_chapter else "book" if is_book else publication_type(types)
    if len(languages) > 1:
        found.doubt("language", "there are several languages; the first one is taken", *languages[1:], confidence=0.8)
    relations = [*_relations(values, preprint=kind == "preprint"), *_banked(values)]
    summary = values.first("AB")
    dates = [printed_date(values.first("DP") or ""), _electronic(values.first("DEP") or "")]
    own = printed_date(values.first("CTDT") or "") if is_chapter else Printed()
    published = own if own.date else first_date(dates)
    return Record(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=found.index,
        format="nbib",
        layout=found.piece.layout,
        title=title,
        names=names,
        authors_complete=complete,
        date=published.date,
        date_text=published.text,
        abstract=summary,
        code_urls=code_urls(summary) if summary else (),
        publication_type=kind,
        identifiers=identifiers,
        editors=editors,
        venue=_venue(values, found, container="BTI" if is_chapter else "CTI" if is_book else None),
        volume=values.first("VI"),
        issue=values.first("IP"),
        pages=values.first("PG"),
        language=languages[0] if languages else None,
        landing_page=next((web_iri(known) for known in identifiers if known.scheme in ("doi", "pmid")), None),
        keywords=_keywords(values),
        subjects=tuple(dict.fromkeys(_subjects(values))),
        fundings=tuple(dict.fromkeys(grant for one in values.texts("GR") if (grant := _grant(one)) is not None)),
        relations=tuple(one for one in relations if isinstance(one, Relation)),
        dataset_urls=tuple(dict.fromkeys(one for one in relations if isinstance(one, str))),
        retracted=bool(values.texts("RIN")) or _RETRACTED in map(str.lower, types),
        translated_titles=translated,
        pointer=found.piece.pointer,
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=tuple(found.doubts),
    )


def _electronic(printed: str) -> Printed:
    match = _DAY.fullmatch(printed)
    return printed_date("-".join(match.groups()) if match is not None else printed)


def _identifiers(values: Values, found: Found, *, is_book: bool) -> tuple[Identifier, ...]:
    kept = [found.identifier("pmid", values.first("PMID")), found.identifier("pmcid", values.first("PMC"))]
    for printed in values.texts("LID", "AID"):
        kept += [
            found.identifier("doi", value) for value, kind in _QUALIFIED.findall(printed) if kind.lower() == "doi"
        ]  # fmt: skip
    isbns = [isbn for printed in values.texts("ISBN") for isbn in _ISBN.findall(printed) or [printed]]
    books = [found.identifier("isbn", isbn) for isbn in isbns]
    return tuple(sorted({one for one in (*kept, *(books if is_book else ())) if one is not None}))


def _venue(values: Values, found: Found, *, container: str | None) -> Venue | None:
    """Return the journal; of a chapter its book, of a book its collection."""
    publisher = values.first("PB")
    name = values.first(container) if container else values.first("JT", "TA")
    issns = [issn for printed in values.texts("IS") for issn in _ISSN.findall(printed) or [printed]]
    known = [found.identifier("issn", issn) for issn in issns]
    kept = tuple(dict.fromkeys(one.value for one in known if one is not None))
    return Venue(name=name, issns=kept, publisher=publisher) if name else None


def _keywords(values: Values) -> tuple[str, ...]:
    words = filter(None, (word.strip(" *") for word in values.texts("OT")))
    return tuple({word.casefold(): word for word in reversed([*words])}.values())[::-1]


def _subjects(values: Values) -> Iterator[Subject]:
    """Yield MeSH headings, alone and with each qualifier, and substances. A star marks a major topic."""
    for printed in values.texts("MH"):
        heading, *qualifiers = [part.strip(" *") for part in printed.split("/")]
        if heading:
            yield Subject(scheme="mesh", label=heading)
            yield from (Subject(scheme="mesh", label=f"{heading}/{one}") for one in qualifiers if one)
    for printed in values.texts("RN", "NM"):
        match = _SUBSTANCE.fullmatch(printed)
        yield Subject(scheme="mesh", label=match[1] if match is not None else printed)


def _grant(printed: str) -> Funding | None:
    """Return what `number/acronym/agency/country` says; numbers may hold slashes themselves."""
    parts = [part.strip() for part in printed.split("/")]
    if len(parts) < 3:
        return funding(parts[0], "")
    number = parts[:-2]
    if _ACRONYM.fullmatch(number[-1]):
        number.pop()
    return funding(parts[-2], "/".join(number))


def _relations(values: Values, *, preprint: bool) -> Iterator[Relation]:
    for tag, kind in NBIB_RELATIONS.items():
        for text in values.texts(tag):
            yield relation(kind, cited_identifiers(text), text, preprint=preprint)


def _banked(values: Values) -> Iterator[str | Relation]:
    for printed in values.texts("SI"):
        bank, _, accession = printed.partition("/")
        found = deposited(bank, accession) if accession else deposited("", bank)
        if found is not None:
            yield found
