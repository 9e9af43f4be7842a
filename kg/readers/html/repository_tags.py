"""Publications in the tags of repositories -> records. Reads: Dublin Core with PRISM, EPrints. Emits: Record.

Left out of EPrints: subjects and divisions (codes of its own), states, days of deposit, notes, events' places, numbers
of pages, contributors in other roles.
"""

from kg.identifiers import web_iri
from kg.model import Funding, Identifier, Name, Record, Reference, Venue
from kg.readers.html.parts import date_of, line_of, link_of, name_of, pages_of, paper_identifiers, words_of
from kg.readers.html.tags import Tag, Tags
from kg.readers.listing.code_urls import code_urls
from kg.readers.source import Source
from kg.readers.syntax.inline_markup import plain_abstract
from kg.readers.syntax.json_records import Found

_DC_TYPES = {"article": "article", "journal article": "article", "text.serial.journal": "article", "thesis": "thesis",
             "doctoral thesis": "thesis", "report": "report", "book": "book", "dataset": "dataset",
             "software": "software", "preprint": "preprint", "conference paper": "proceedings-paper"}  # fmt: skip
_EPRINTS_TYPES = {"article": "article", "conference_item": "proceedings-paper", "thesis": "thesis", "book": "book",
                  "book_section": "chapter", "monograph": "report", "dataset": "dataset"}  # fmt: skip


def dublin_core_record(listed: list[Tag], source: Source) -> Record | None:
    """Return the publication that Dublin Core describes; None without a title and an author or identifier."""
    held = Tags(listed, ("dc.", "dcterms.", "dc:", "dcterms:", "prism.", "prism:"))
    title = held.one("title")
    if title is None:
        return None
    found = Found(source, 1, held.piece("dublin-core"), [])
    printed = held.all("identifier", "identifier.doi", "identifier.uri", "relation.isversionof", "url")
    identifiers = paper_identifiers(printed, found) | paper_identifiers(held.all("doi"), found, "doi")
    names = _names(held, "creator", "contributor.author", "creator.personalname")
    if not names and not identifiers:
        return None
    date, text_date = date_of(
        held.one("date.issued", "issued", "publicationdate", "coverdate", "date", "date.created", "created"), found
    )
    abstract = plain_abstract(next(iter(held.all("description.abstract", "abstract", "description")), "")) or None
    venue = _venue(held, found, "publicationname", "relation.ispartof", "ispartof", "source")
    pages = pages_of(held.one("startingpage"), held.one("endingpage")) or held.one("pagerange")
    record = Record(
        source=source.name, source_key=source.sha256[:16], index=1, format="html", layout=found.piece.layout,
        title=title, names=names, authors_complete=bool(names), date=date, date_text=text_date, abstract=abstract,
        code_urls=code_urls(abstract) if abstract else (),
        publication_type=next(filter(None, (_DC_TYPES.get(one.lower()) for one in held.all("type"))), None),
        identifiers=tuple(sorted(identifiers)), venue=venue, volume=held.one("volume"),
        publisher=None if venue else held.one("publisher"), issue=held.one("number", "issueidentifier"), pages=pages,
        language=found.language(held.one("language")),
        license=next(filter(None, (link_of(one, "") for one in held.all("rights", "license", "rights.uri"))), None),
        landing_page=_landing(printed, "", identifiers), keywords=words_of(held.all("subject", "keyword")),
        pointer=found.piece.pointer, start_line=found.piece.start_line, end_line=found.piece.end_line,
        doubts=tuple(found.doubts),
    )  # fmt: skip
    held.tell_unread()
    return record


def eprints_record(listed: list[Tag], source: Source, base: str) -> Record | None:
    """Return the publication that a page of EPrints describes; None without a title."""
    held = Tags(listed, ("eprints.",))
    title = held.one("title")
    if title is None:
        return None
    found = Found(source, 1, held.piece("eprints"), [])
    kind = _EPRINTS_TYPES.get((held.one("type") or "").lower())
    identifiers = paper_identifiers(held.all("id_number", "official_url"), found)
    if kind == "book":
        identifiers |= paper_identifiers(held.all("isbn"), found, "isbn")
    date, printed = date_of(held.one("date"), found)
    abstract = plain_abstract(next(iter(held.all("abstract")), "")) or None
    names = _names(held, "creators_name", "corp_creators")
    venue = _venue(held, found, "publication", "book_title", "event_title", "series")
    record = Record(
        source=source.name, source_key=source.sha256[:16], index=1, format="html", layout=found.piece.layout,
        title=title, names=names, authors_complete=bool(names), editors=_names(held, "editors_name"), date=date,
        date_text=printed, abstract=abstract, code_urls=code_urls(abstract) if abstract else (), publication_type=kind,
        identifiers=tuple(sorted(identifiers)), venue=venue, volume=held.one("volume"), issue=held.one("number"),
        publisher=None if venue else held.one("publisher", "institution"),
        pages=held.one("pagerange", "article_number"), keywords=words_of(held.all("keywords")),
        fundings=tuple(Funding(funder=one) for text in held.all("funders") if (one := line_of(text))),
        references=tuple(Reference(text=one) for text in held.all("referencetext") for line in text.splitlines()
                         if (one := line_of(line))),
        landing_page=_landing(held.all("official_url"), base, identifiers),
        pdf=next((link for one in held.all("document_url") if (link := link_of(one, base)) and ".pdf" in link), None),
        pointer=found.piece.pointer, start_line=found.piece.start_line, end_line=found.piece.end_line,
        doubts=tuple(found.doubts),
    )  # fmt: skip
    held.tell_unread()
    return record


def _names(held: Tags, *fields: str) -> tuple[Name, ...]:
    return tuple(name_of(text) for one in held.all(*fields) if (text := line_of(one)))


def _venue(held: Tags, found: Found, *fields: str) -> Venue | None:
    name = next((one for field in fields if (one := held.one(field)) and "://" not in one), None)
    printed = held.all("issn", "eissn")
    publisher = held.one("publisher")
    if name is None:
        return None
    issns = [known.value for one in printed if (known := found.identifier("issn", one)) is not None]
    return Venue(name=name, issns=tuple(dict.fromkeys(issns)), publisher=publisher)


def _landing(printed: list[str], base: str, identifiers: set[Identifier]) -> str | None:
    """Return the first address, else that of the DOI."""
    told = next(filter(None, (link_of(one, base) for one in printed)), None)
    return told or next((web_iri(one) for one in sorted(identifiers) if one.scheme == "doi"), None)
