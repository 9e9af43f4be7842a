"""What the structured data of pages have in common. Reads: str. Emits: Name, dates, pages, links."""

import re
from typing import cast
from urllib.parse import urljoin

from lxml.etree import _Element as Element

from kg.dates import MONTHS, is_day
from kg.identifiers import recognized
from kg.model import Affiliation, Identifier, Name
from kg.readers.listing.code_urls import is_web_url
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.json_records import Found
from kg.terms import is_iri
from kg.text import blanks_folded

_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv|ph\.?\s?d|md)\.?", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ]\d{1,2}:.*)?", re.ASCII)
_DAY_FIRST = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+)?([^\W\d_]{3,9})\.?,?\s+(\d{4})", re.ASCII)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.ASCII)
PAPER_SCHEMES = ("doi", "arxiv", "pmid", "pmcid", "acl", "dblp", "openalex", "wikidata", "s2")


def line_number(element: Element) -> int:
    """Return the line on which an element begins."""
    return cast("int | None", element.sourceline) or 1


def line_of(printed: str | None) -> str | None:
    """Return a printed value on one line, without markup; None if nothing is left."""
    return blanks_folded(plain_title(printed)) or None if printed else None


def name_of(printed: str, identifiers: tuple[Identifier, ...] = (), affiliations: tuple[Affiliation, ...] = ()) -> Name:
    """Return a person's name printed as `Family, Given`, `Family, Suffix, Given` or in one piece."""
    parts = [part.strip() for part in printed.split(",")]
    given = family = suffix = None
    if len(parts) == 2 and all(parts) and not _SUFFIX.fullmatch(parts[1]):
        family, given = parts
    elif len(parts) == 3 and all(parts) and _SUFFIX.fullmatch(parts[1]):
        family, suffix, given = parts
    return Name(printed=printed, given=given, family=family, suffix=suffix, identifiers=identifiers,
                affiliations=affiliations)  # fmt: skip


def date_of(printed: str | None, found: Found) -> tuple[str | None, str | None]:
    """Return a printed date in ISO form as far as it is one, else as it is printed."""
    text = (printed or "").strip()
    if not text:
        return None, None
    year, month, day = "", "", ""
    if match := _NUMBERS.fullmatch(text):
        year, month, day = match[1], match[2] or "", match[3] or ""
    elif (match := _DAY_FIRST.fullmatch(text)) and match[2][:3].lower() in MONTHS:
        year, month, day = match[3], str(MONTHS[match[2][:3].lower()]), match[1] or ""
    elif (match := _MONTH_FIRST.fullmatch(text)) and match[1][:3].lower() in MONTHS:
        year, month, day = match[3], str(MONTHS[match[1][:3].lower()]), match[2]
    if not year or year == "0000":
        return None, text[:200]
    if month and int(month) in range(1, 13):
        if day and is_day(int(year), int(month), int(day)):
            return f"{year}-{int(month):02}-{int(day):02}", None
        iso = f"{year}-{int(month):02}"
    else:
        iso, day = year, day or month
    if day.strip("0"):
        found.doubt("date", f"{text[:60]!r} is no date; read as far as it is right")
    return iso, None


def paper_identifiers(printed: list[str], found: Found, scheme: str | None = None) -> set[Identifier]:
    """Return the identifiers of a paper that are printed; a scheme says what they must be."""
    if scheme is not None:
        return {known for one in printed if (known := found.identifier(scheme, one)) is not None}
    return {known for one in printed if (known := recognized(one)) is not None and known.scheme in PAPER_SCHEMES}


def link_of(printed: str | None, base: str) -> str | None:
    """Return an absolute address, None if it is none."""
    if not printed or not printed.strip():
        return None
    try:
        address = urljoin(base, printed.strip())
    except ValueError:
        return None
    of_web = address.lower().startswith(("http://", "https://")) and is_web_url(address)
    return address if of_web and is_iri(address) else None


def pages_of(first: str | None, last: str | None) -> str | None:
    """Return a range of pages."""
    return f"{first}-{last}" if first and last and first != last else first or last or None


def words_of(printed: list[str]) -> tuple[str, ...]:
    """Return keywords, each once; one string may hold several, parted by semicolons, else by commas."""
    kept: dict[str, str] = {}
    for one in filter(None, map(line_of, printed)):
        for word in re.split(r"\s*;\s*" if ";" in one or len(printed) > 1 else r"\s*,\s*", one):
            if text := word.strip():
                kept.setdefault(text.casefold(), text)
    return tuple(kept.values())
