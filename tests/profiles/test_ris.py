"""RIS, read back by rispy."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import rispy

from kg.profiles import PROFILES, Entry
from kg.profiles.texts import date_parts, one_line, page_range


@pytest.fixture(scope="module")
def text(everything: list[Entry], written: Callable[..., bytes]) -> str:
    """Return the whole export."""
    return written(PROFILES["ris"], *everything).decode()


@pytest.fixture(scope="module")
def back(text: str) -> list[Mapping[str, Any]]:
    """Return what rispy reads of it."""
    found: list[Mapping[str, Any]] = rispy.loads(text)
    return found


def test_lines(text: str) -> None:
    """Every line ends with CR LF and has a tag, so that no text breaks into a second line."""
    lines = text.split("\r\n")
    assert not [line for line in lines if line and line[2:6] != "  - "]
    assert not set("\r\n\t\x07\x1b") & set("".join(lines))


def test_fields(everything: list[Entry], back: list[Mapping[str, Any]]) -> None:
    """Each entry comes back with its own texts, identifiers, pages and keywords, authors in order."""
    assert len(back) == len(everything)
    for entry, found in zip(everything, back, strict=True):
        venue, agents = entry.venue, [author.agent for author in entry.authors]
        for field, value in (
            ("id", entry.iri),
            ("title", entry.title),
            ("abstract", entry.abstract),
            ("doi", entry.identifier("doi")),
            ("volume", entry.volume),
            ("number", entry.issue),
            ("language", entry.language),
            ("secondary_title", venue.name if venue else None),
            ("publisher", venue.publisher.name if venue and venue.publisher else None),
        ):
            assert found.get(field) == (None if value is None else one_line(value)), (entry.iri, field)
        names = [f"{one.family}, {one.given}" if one.given else one.name for one in agents]
        assert found.get("authors", []) == names
        words = [*entry.keywords, *(category.label for category in entry.categories)]
        assert found.get("keywords", []) == words
        ends = page_range(entry.pages) if entry.pages else None
        assert (found.get("start_page"), found.get("end_page")) == (ends or (entry.pages, None))
        assert ("The author list is incomplete (et al.)." in found.get("notes", [])) is not entry.complete


def test_dates(everything: list[Entry], back: list[Mapping[str, Any]]) -> None:
    """The year stands alone, the date as year/month/day/other with empty places."""
    for entry, found in zip(everything, back, strict=True):
        parts = date_parts(entry.date)
        if entry.date_range is None:
            assert found.get("year") == (f"{parts.year:04}" if parts.year else None)
        if parts.day:
            year, month, day, _ = found["date"].split("/")
            assert (year, int(month), int(day)) == (f"{parts.year:04}" if parts.year else "", parts.month, parts.day)
    dates = {found["id"].rpartition("/")[2]: found.get("date") for found in back}
    assert (dates["2"], dates["3"], dates["4"]) == ("/02/29/", "1999/12//", "///2001-06-01 to 2001-08-31")
    assert dates["5"] == "///c. 380 BC"


def test_addresses(rich: Entry, back: list[Mapping[str, Any]]) -> None:
    """Landing page first, then the web addresses of identifiers; the DOI has a tag of its own."""
    (found,) = (one for one in back if one["id"] == rich.iri)
    assert found["urls"][:2] == ["https://example.com/100%25/page_1#top", "https://arxiv.org/abs/2103.00001"]
    assert not [address for address in found["urls"] if "doi.org" in address]
    assert found["issn"] == "9783161484100 2049-3630"
    assert found["type_of_reference"] == "JOUR"
