"""What TEI says of where a work appeared. Reads: `biblStruct`, `fileDesc`. Emits: identifiers, dates, Venue, places.

A `biblStruct` holds an `analytic` part (an article, a chapter) in a `monogr` part (a journal, a book), or is the
latter alone. What numbers the journal or the book is no identifier of the article.
"""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from kg.identifiers import arxiv_version, recognized
from kg.model import Identifier, Venue
from kg.readers.jats.text import raw_text
from kg.readers.syntax.children import child, children
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.partial_dates import Dated, read_date
from kg.readers.tei.text import line

_SCHEMES = {
    "doi": "doi", "arxiv": "arxiv", "pmid": "pmid", "pubmed": "pmid", "pmcid": "pmcid", "pmc": "pmcid", "isbn": "isbn",
    "pubmedcentral": "pmcid", "acl": "acl", "wikidata": "wikidata", "openalex": "openalex", "corpusid": "s2",
}  # fmt: skip
_KNOWN_BY_FORM = frozenset({"doi", "arxiv", "pmid", "pmcid", "acl"})
_OF_THE_WHOLE = frozenset({"isbn", "doi", "pmid", "pmcid", "acl"})
_ISSN = re.compile(r"\A[ep]?-?issn(?:-?l)?\Z", re.IGNORECASE)
_ARXIV_CLASS = re.compile(r"\[\s*([a-z-]+(?:\.[A-Za-z-]{2,})?)\s*\]")
_DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?", re.ASCII)
_PUBLICATION = frozenset({"", "published", "datepub", "publication", "issued", "epublished", "ppublished", "pub"})
_MAIN = (None, "", "main", "full")
_SCOPES = {"vol": "volume", "volume": "volume", "issue": "issue", "number": "issue", "no": "issue", "nb": "issue",
           "page": "page", "pages": "page", "pp": "page", "fpage": "page", "elocator": "page"}  # fmt: skip


def scheme_of(idno: Element) -> str | None:
    """Return the scheme that an `idno` names, None if it is none of ours."""
    return _SCHEMES.get((idno.get("type") or "").lower().replace("-", "").replace("_", ""))


def identifier(idno: Element, found: Found, field: str | None = None) -> Identifier | None:
    """Return the identifier in an `idno`; one of an unknown type only if its form leaves no doubt."""
    printed, scheme = raw_text(idno), scheme_of(idno)
    if scheme is None:
        known = recognized(printed)
        return known if known is not None and known.scheme in _KNOWN_BY_FORM else None
    return found.identifier(scheme, _ARXIV_CLASS.sub("", printed) if scheme == "arxiv" else printed, field)


def own_numbers(bibl: Element) -> Iterator[Element]:
    """Yield the `idno` of a work itself: of the article, not of the journal or book that it stands in."""
    analytic = child(bibl, "analytic")
    yield from bibl.iterchildren("idno")
    for one in bibl.iterchildren("ref"):
        yield from one.iterchildren("idno")
    yield from children(analytic, "idno")
    of_whole = children(child(bibl, "monogr"), "idno")
    has_parts = bool(of_whole) and line(child(analytic, "title")) is not None
    for one in of_whole:
        if not (has_parts and scheme_of(one) in _OF_THE_WHOLE):
            yield one


def identifiers(numbers: list[Element], found: Found, field: str | None = None) -> tuple[Identifier, ...]:
    """Return the identifiers in `idno` elements, sorted. Sums of bytes (`MD5`) are none."""
    return tuple(sorted({known for one in numbers if (known := identifier(one, found, field)) is not None}))


def arxiv_stamp(numbers: list[Element]) -> tuple[str | None, str | None]:
    """Return the version and the category in the stamp that arXiv prints on a page: `arXiv:2101.00001v2 [cs.CL]`."""
    for one in numbers:
        if scheme_of(one) == "arxiv":
            version, category = arxiv_version(raw_text(one)), _ARXIV_CLASS.search(raw_text(one))
            return None if version is None else str(version), category[1] if category else None
    return None, None


def publication_date(holders: list[Element], found: Found) -> Dated:
    """Return the first date of publication among those of `holders`, as precisely as one of them says it."""
    dates = [_date(one) for holder in holders for one in holder.iter("date") if _is_publication(one)]
    iso = [one.date for one in dates if one.date is not None]
    if not iso:
        printed = next((one.text for one in dates if one.text is not None), None)
        if printed is not None and re.search(r"\d", printed):
            found.doubt("date", f"{printed[:60]!r} is no ISO date; kept as printed", confidence=0.5)
        return Dated(None, printed)
    wrong = next((one.text for one in dates if one.text is not None and _DAY.fullmatch(one.text)), None)
    if wrong is not None:
        found.doubt("date", f"{wrong!r} is no day of the calendar; read as far as it is right", confidence=0.5)
    return Dated(max((one for one in iso if one.startswith(iso[0])), key=len), dates[0].text)


def _is_publication(date: Element) -> bool:
    return (date.get("type") or "").lower() in _PUBLICATION


def _date(date: Element) -> Dated:
    whole = date.get("when") or date.get("when-iso") or date.get("when-custom") or ""
    first, last = (
        date.get(name) or date.get(other) or "" for name, other in (("from", "notBefore"), ("to", "notAfter"))
    )
    stated = read_date(whole or (f"{first}/{last}" if first or last else ""))
    return stated if stated.date is not None else read_date(raw_text(date)) if raw_text(date) else stated


def scope(holder: Element | None, unit: str) -> str | None:
    """Return the `biblScope` of a unit: volume, issue or page; pages as `first-last`."""
    for one in holder.iter("biblScope") if holder is not None else ():
        if _SCOPES.get((one.get("unit") or one.get("type") or "").lower()) == unit:
            first, last = one.get("from") or one.get("n"), one.get("to")
            edges = f"{first}-{last}" if first and last and first != last else first or last
            if told := (line(one) or edges):
                return told
    return None


def title(holder: Element | None, *levels: str) -> str | None:
    """Return the main title of a part, its subtitle behind it; of the `levels` named, the first one that is there."""
    titles = children(holder, "title")
    if len(titles) == 1 and not levels and titles[0].get("type") in _MAIN:
        return line(titles[0])
    for level in levels or (None,):
        here = [one for one in titles if level is None or one.get("level") == level]
        main = [one for one in here if one.get("type") in _MAIN]
        told = next(filter(None, map(line, main)), None)
        below = next(filter(None, map(line, (one for one in here if one.get("type") == "sub"))), None)
        if told and below:
            return told + (" " if told.endswith((":", "?", "!", ".", "…", "–", "—")) else ": ") + below
        if told or below:
            return told or below
    return None


def venue(bibl: Element, found: Found) -> Venue | None:
    """Return the journal, the book or the meeting that a work stands in; of a book, its series."""
    monogr = child(bibl, "monogr")
    if monogr is None:
        return None
    within = child(bibl, "analytic") is not None
    name = (title(monogr, "j", "m", "s") or title(monogr)) if within else title(monogr, "j")
    name = name or _abbreviated(monogr) or line(child(monogr, "meeting"))
    name = name or title(child(bibl, "series")) or title(monogr, "s") or title(child(monogr, "series"))
    if name is None:
        return None
    told = [*children(monogr, "idno"), *(one for held in bibl.iterchildren("series") for one in children(held, "idno"))]
    numbers = [one for one in told if _ISSN.match(one.get("type") or "")]
    issns = (found.identifier("issn", raw_text(one)) for one in numbers)
    checked = tuple(dict.fromkeys(one.value for one in issns if one is not None))
    return Venue(name=name, issns=checked, publisher=publisher(bibl))


def publisher(bibl: Element) -> str | None:
    """Return the publisher: of the imprint, else of the file."""
    told = line(bibl.find("monogr/imprint/publisher"))
    if told is None and next(bibl.getroottree().iter("publicationStmt"), None) is not None:
        return line(bibl.getroottree().find(".//publicationStmt/publisher"))
    return told


def _abbreviated(monogr: Element) -> str | None:
    short = (one for one in children(monogr, "title") if (one.get("type") or "").startswith("abbr"))
    return next(filter(None, map(line, short)), None)
