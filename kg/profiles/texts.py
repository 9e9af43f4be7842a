"""Texts and dates of an entry -> what line-based forms take. Reads: str. Emits: one line, parts of dates and pages."""

import re
from typing import NamedTuple

from kg.profiles.addresses import paper_address
from kg.profiles.entry import Category, Entry, Version

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile(r"[ \t]*[\r\n\u2028\u2029\x85][\s\u2028\u2029\x85]*|\t")
_RANGE = re.compile(r"\s*(\S+?)\s*(?:--?-?|[\u2010-\u2015\u2212])\s*(\S+)\s*")
_DATE = re.compile(r"(?:(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?|--(?P<m>\d\d)-(?P<d>\d\d))")


class DateParts(NamedTuple):
    """The parts of a date that are known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


def one_line(text: str) -> str:
    """Return `text` with each line break or tab as one blank and without control characters."""
    return _CONTROL.sub("", _BREAKS.sub(" ", text))


def has_controls(entry: Entry) -> bool:
    """Return whether a text of the entry holds control characters, which line-based forms leave out."""
    texts = [entry.title, entry.abstract, *(author.agent.name for author in entry.authors), *entry.keywords]
    return any(text is not None and _CONTROL.search(text) for text in texts)


def date_parts(date: str | None) -> DateParts:
    """Return the parts of an ISO date of any precision; none of None and of what is no such date."""
    match = _DATE.fullmatch(date or "")
    if match is None:
        return DateParts()
    if match["m"]:
        return DateParts(None, int(match["m"]), int(match["d"]))
    return DateParts(*(int(part) if part else None for part in match.group("year", "month", "day")))


def page_range(pages: str) -> tuple[str, str] | None:
    """Return first and last page, None for a single page, an article number or several ranges."""
    match = _RANGE.fullmatch(pages)
    if match is None or any(re.search(r"[,;\u2010-\u2015\u2212-]", part) for part in match.groups()):
        return None
    return match[1], match[2]


def web_addresses(entry: Entry | Version) -> tuple[str, ...]:
    """Return the landing pages and, behind them, the addresses that the identifiers lead to, each once."""
    known = (paper_address(scheme, value) for scheme, value in entry.identifiers)
    return tuple(dict.fromkeys([*entry.landing_pages, *(address for address in known if address)]))


def part_iri(whole: str, name: str) -> str:
    """Return the IRI of a part that the graph has no IRI for: a fragment, or a step more where there is one already."""
    return f"{whole}{'/' if '#' in whole else '#'}{name}"


def by_iri(entry: Entry) -> list[Category]:
    """Return the categories for forms whose lists have no order, in which no first one can be told."""
    return sorted(entry.categories, key=lambda category: category.iri)


def language(entry: Entry, unknown: str) -> str:
    """Return the primary part of the language tag (`en` of `en-GB`), or what a form says where it is unknown."""
    return entry.language.split("-")[0].lower() if entry.language else unknown
