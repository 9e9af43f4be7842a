"""Feeds of new papers -> records. Reads: RSS 2.0 of arXiv, of journals and archives. Emits: Record, Reject.

Read, of each `item`: title, creators, identifiers (`prism:doi`, `dc:identifier`, `guid`, address), date, journal with
ISSN and publisher, volume, issue, pages, categories, licence, address, abstract. Of arXiv's feeds the abstract stands
behind how the paper was announced; the day of the feed dates new papers only. An item that names neither an identifier
of a work nor a journal is news and a reject. (Feeds of RSS 1.0 are RDF, those in Atom of arXiv are its own format.)
Left out: the feed itself, pictures, texts in full, stamps, and descriptions that only repeat where a paper stands.
"""

import re
from collections.abc import Iterator
from email.utils import parsedate

from lxml.etree import _Element as Element

from kg.dates import Printed, is_day, iso, printed_date
from kg.identifiers import arxiv_version, recognized
from kg.model import Identifier, Name, Record, Reject, Subject, Venue
from kg.names import parse_author_line
from kg.readers.html.parts import PAPER_SCHEMES, line_of, name_of, pages_of
from kg.readers.listing.code_urls import code_urls
from kg.readers.source import Source
from kg.readers.syntax.children import Children
from kg.readers.syntax.inline_markup import plain_abstract
from kg.readers.syntax.json_records import Found, UnreadableError
from kg.readers.syntax.xml_records import read_xml
from kg.taxonomy import concepts
from kg.terms import is_iri

_FEED = re.compile(r"\A\ufeff?\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*<rss\b", re.DOTALL)
_SCHOLARLY = re.compile(r"prismstandard\.org/namespaces|arxiv\.org/schemas|\b10\.\d{4,9}/|arxiv\.org/abs/")
_ANNOUNCED = re.compile(r"\A\s*arXiv:\S+\s+Announce Type:\s*(\S+)\s*(?:Abstract:\s*)?", re.IGNORECASE)
_BARE_DOI = re.compile(r"10\.\d{4,9}/\S+")


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as a feed in which there are papers."""
    return _FEED.match(beginning) is not None and _SCHOLARLY.search(beginning) is not None


def read_feed(source: Source) -> Iterator[Record | Reject]:
    """Yield the papers of a feed in its order."""
    return read_xml(source, "item", _record)


def _record(entry: Element, found: Found) -> Record:
    fields = Children(entry)
    links = [one.strip() for one in (*fields.texts("link"), *fields.texts("guid")) if is_iri(one.strip())]
    identifiers = _identifiers(fields, links, found)
    name = _one(fields, "publicationName")
    title = _one(fields, "title")
    if title is None or not (identifiers or name):
        raise UnreadableError("no paper: it names neither an identifier of a work nor a journal", "leave it out")
    described = next(iter(fields.texts("description")), "")
    announced = _ANNOUNCED.match(described)
    abstract = plain_abstract(described[announced.end() :] if announced is not None else described) or None
    date = _date(fields, None if announced is None else announced[1].lower())
    codes = [code for code in fields.texts("category") if code in concepts()]
    issns = [known.value for one in (*fields.texts("issn"), *fields.texts("eIssn"))
             if (known := found.identifier("issn", one)) is not None]  # fmt: skip
    arxiv = next((one for one in identifiers if one.scheme == "arxiv"), None)
    version = arxiv_version(next(iter(fields.texts("guid")), "")) if arxiv is not None else None
    names = tuple(_names(fields))
    return found.record("feed", {
        "title": title, "names": names, "authors_complete": bool(names), "identifiers": identifiers,
        "date": date.date, "date_text": date.text, "abstract": abstract,
        "code_urls": code_urls(abstract) if abstract else (),
        "publication_type": "preprint" if arxiv is not None and name is None else None,
        "category": next(iter(codes), None),
        "subjects": tuple(Subject(scheme="arxiv", notation=code) for code in codes[1:]),
        "keywords": tuple(dict.fromkeys(text for one in (*fields.texts("category"), *fields.texts("subject"))
                                        if one not in concepts() and (text := line_of(one)))),
        "venue": Venue(name=name, issns=tuple(dict.fromkeys(issns)), publisher=_one(fields, "publisher"))
        if name else None,
        "volume": _one(fields, "volume"), "issue": _one(fields, "number", "issueIdentifier"),
        "pages": pages_of(_one(fields, "startingPage"), _one(fields, "endingPage")) or _one(fields, "pageRange"),
        "license": next((one for one in fields.texts("rights") if one.startswith("http") and is_iri(one)), None),
        "landing_page": next(iter(links), None), "version_number": None if version is None else str(version),
    })  # fmt: skip


def _one(fields: Children, *names: str) -> str | None:
    return next((text for name in names for one in fields.texts(name) if (text := line_of(one))), None)


def _identifiers(fields: Children, links: list[str], found: Found) -> tuple[Identifier, ...]:
    kept = {found.identifier("doi", one) for one in fields.texts("doi")}
    for one in (*fields.texts("identifier"), *fields.texts("guid"), *links):
        known = recognized(one.strip())
        bare = _BARE_DOI.fullmatch(one.strip())
        kept.add(known if known is not None or bare is None else found.identifier("doi", one))
    return tuple(sorted({one for one in kept if one is not None and one.scheme in PAPER_SCHEMES}))


def _names(fields: Children) -> Iterator[Name]:
    """Yield the creators: one an element, or all in one, parted by semicolons or commas."""
    listed = fields.texts("creator") or fields.texts("author")
    for printed in listed:
        text = line_of(printed) or ""
        parts = text.split(";") if ";" in text else [text]
        if len(listed) == len(parts) == 1 and "," in text and all(" " in one.strip() for one in text.split(",")):
            parts = list(parse_author_line(text)[0])
        yield from (name_of(one.strip()) for one in parts if one.strip())


def _date(fields: Children, announced: str | None) -> Printed:
    for one in (*fields.texts("publicationDate"), *fields.texts("coverDate"), *fields.texts("date")):
        return printed_date(one)
    if announced not in (None, "new"):  # the day of a new version, or of a listing elsewhere
        return Printed()
    for one in fields.texts("pubDate"):
        day = parsedate(one)
        if day is not None and is_day(*day[:3]):
            return Printed(iso(*day[:3]))
    return Printed()
