"""Answers of arXiv's API (Atom) -> records. Reads: a feed, or an entry. Emits: Record, Reject.

Read: arXiv id and version, DOI, title, authors in order with affiliations, date of the first version, abstract, primary
category and all others (MSC and ACM codes too), reference of the journal version (as printed), addresses, licence,
withdrawal where the comment tells it. An error that the service answers as an entry is a reject with its message; so is
a feed without entries.

Left out: other comments; the date of the version (`updated`); counts and words of the query.
"""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from kg.dates import printed_date
from kg.identifiers import arxiv_version, parse
from kg.model import Affiliation, Identifier, Name, Record, Reject, Relation
from kg.readers.arxiv.text import abstract_text, is_withdrawn, subjects, title_text
from kg.readers.jats.text import local, raw_text
from kg.readers.listing.code_urls import code_urls
from kg.readers.source import Source
from kg.readers.syntax.children import Children
from kg.readers.syntax.inverted_names import is_cut
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found, UnreadableError, reject_of
from kg.readers.syntax.xml_records import read_xml

_ATOM = re.compile(r"<(?:\w+:)?(?:feed|entry)\b[^>]*http://www\.w3\.org/2005/Atom", re.IGNORECASE)
_ARXIV = re.compile(r"https?://(?:export\.)?arxiv\.org/|http://arxiv\.org/schemas/atom", re.IGNORECASE)
_ERROR = "/api/errors"


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as an answer of arXiv's API."""
    if not beginning.lstrip("\ufeff \t\r\n").startswith("<"):
        return False
    return _ATOM.search(beginning) is not None and _ARXIV.search(beginning) is not None


def read_arxiv(source: Source) -> Iterator[Record | Reject]:
    """Yield the entries of a source in its order."""
    repair = "ask the service with other words, or for ids that exist"
    for reading in read_xml(source, "entry", _record):
        if isinstance(reading, Reject) and not reading.raw:
            nothing = UnreadableError("there is no entry in it: the query found nothing", repair)
            yield reject_of(source, Piece(b"", None, "single", 1, 1), nothing)
        else:
            yield reading


def _record(root: Element, found: Found) -> Record:
    entry = Children(root)
    address = entry.text("id")
    summary = entry.text("summary")
    if _ERROR in address or (entry.text("title") == "Error" and parse("arxiv", address) is None):
        raise UnreadableError(f"the service answers with an error: {' '.join(summary.split())[:300]}", "ask it again")
    identifiers = _identifiers(entry, address, found)
    title = title_text(entry.text("title"))
    names, complete = _authors(entry)
    if title is None and not names and not identifiers:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "leave it out")
    abstract = abstract_text(summary)
    published = printed_date(entry.text("published") or entry.text("updated"))
    version = arxiv_version(address)
    printed = [one.get("term") or "" for one in entry.elements("category")]
    primary = next((one.get("term") for one in entry.elements("primary_category")), None)
    journal = " ".join(entry.text("journal_ref").split())
    links = entry.elements("link")
    return Record(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=found.index,
        format="arxiv",
        layout=found.piece.layout,
        title=title,
        names=names,
        authors_complete=complete,
        date=published.date,
        date_text=published.text,
        category=primary or None,
        abstract=abstract,
        code_urls=code_urls(abstract) if abstract else (),
        publication_type="preprint",
        identifiers=identifiers,
        license=found.first_iri(_licenses(entry), "license"),
        landing_page=found.first_iri(
            (one.get("href") for one in links if one.get("rel") == "alternate"), "landing_page"
        ),
        pdf=found.first_iri((one.get("href") for one in links if _is_pdf(one)), "pdf"),
        subjects=subjects(filter(None, [primary, *printed])),
        relations=(Relation(kind="version-of", text=journal),) if journal else (),
        retracted=is_withdrawn(entry.text("comment"), abstract),
        version_number=str(version) if version is not None else None,
        pointer=found.piece.pointer,
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=tuple(found.doubts),
    )


def _identifiers(entry: Children, address: str, found: Found) -> tuple[Identifier, ...]:
    kept = {found.identifier("arxiv", address)}
    kept |= {found.identifier("doi", one) for one in entry.text("doi").split()}
    return tuple(sorted(one for one in kept if one is not None))


def _authors(entry: Children) -> tuple[tuple[Name, ...], bool]:
    names: list[Name] = []
    complete = True
    for author in entry.elements("author"):
        printed = next((raw_text(one) for one in author if local(one) == "name"), "")
        if is_cut(printed):
            complete = False
        elif any(map(str.isalnum, printed)):
            places = dict.fromkeys(raw_text(one) for one in author if local(one) == "affiliation")
            names.append(Name(printed=printed, affiliations=tuple(Affiliation(raw=one) for one in places if one)))
    return tuple(names), complete and bool(names)


def _licenses(entry: Children) -> Iterator[str]:
    yield from (one.get("href") or "" for one in entry.elements("link") if one.get("rel") == "license")
    yield from (text for name in ("license", "rights") if (text := entry.text(name)).startswith("http"))


def _is_pdf(link: Element) -> bool:
    return link.get("title") == "pdf" or link.get("type") == "application/pdf"
