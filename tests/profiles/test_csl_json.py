"""CSL-JSON, read back by citeproc-py, which also makes a bibliography of it."""

import json
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from citeproc.source.json import CiteProcJSON
from msgspec import structs

from kg.profiles import PROFILES, Entry
from kg.profiles.csl_json import csl_name
from kg.profiles.entry import Agent
from kg.profiles.texts import date_parts

NAME_KEYS = {"family", "given", "literal", "non-dropping-particle"}
TYPES = {
    "chapter",
    "dataset",
    "software",
    "article-journal",
    "article",
    "paper-conference",
    "book",
    "document",
    "report",
    "thesis",
    "review",
}
_USED = """
id type title author editor issued container-title publisher volume issue page DOI PMID PMCID ISBN ISSN archive
archive_location URL language abstract keyword categories translated-title custom
"""
VARIABLES = frozenset(_USED.split())
"""Those of CSL 1.0.2 (csl-data.json) that are used here; it allows no others."""


@pytest.fixture(scope="module")
def objects(everything: list[Entry], written: Callable[..., bytes]) -> list[dict[str, Any]]:
    """Return the export as JSON."""
    found: list[dict[str, Any]] = json.loads(written(PROFILES["csl-json"], *everything))
    return found


def test_form(objects: list[dict[str, Any]]) -> None:
    """Only variables of CSL, with values of the types that its schema asks for."""
    for one in objects:
        assert set(one) <= VARIABLES
        assert one["type"] in TYPES
        for name in [*one.get("author", []), *one.get("editor", [])]:
            assert set(name) <= NAME_KEYS
            assert all(isinstance(part, str) for part in name.values())
        lists = {"author", "editor", "categories"}
        texts = set(one) - lists - {"issued", "custom"}
        assert all(isinstance(one[name], str) for name in texts)
        for date in one.get("issued", {}).get("date-parts", []):
            assert 1 <= len(date) <= 3
            assert all(isinstance(part, int) for part in date)


def test_fields(everything: list[Entry], objects: list[dict[str, Any]]) -> None:
    """citeproc-py reads each entry with its own title, authors in order, date, pages and identifiers."""
    with warnings.catch_warnings():
        # It knows CSL 1.0.1 only, and tells each newer variable.
        warnings.filterwarnings("ignore", message="The following arguments for Reference are unsupported")
        known: Mapping[str, Any] = CiteProcJSON([spared(one) for one in objects])
    for entry in everything:
        found = known[entry.iri.lower()]
        assert str(found.get("title", "")) == (entry.title or "")
        assert [named(name) for name in found.get("author", [])] == [
            (author.agent.given, author.agent.family) if author.agent.given else (None, author.agent.name)
            for author in entry.authors
        ]
        parts = date_parts(entry.date)
        if parts.year:
            issued = found["issued"]
            assert tuple(issued.get(part) for part in ("year", "month", "day")) == tuple(parts)
        for name, value in (("DOI", entry.identifier("doi")), ("volume", entry.volume), ("abstract", entry.abstract)):
            assert (str(found[name]) if name in found else None) == value


def spared(one: dict[str, Any]) -> dict[str, Any]:
    """Return an object without what citeproc-py stumbles over: literal dates."""
    return {name: value for name, value in one.items() if name != "issued" or "date-parts" in value}


def named(name: Any) -> tuple[str | None, str]:  # noqa: ANN401 - citeproc-py has no types
    """Return given and family name, or None and the literal one."""
    given, family, _, particle, _ = name.parts()
    return (given or None, " ".join(part for part in (particle, family) if part))


@pytest.mark.parametrize(
    ("given", "family", "expected"),
    [
        (
            "Joris",
            "van der Hoeven",
            {"family": "Hoeven", "given": "Joris", "non-dropping-particle": "van der"},
        ),
        ("Jimmy", "Ba", {"family": "Ba", "given": "Jimmy"}),
        ("Li", "van", {"family": "van", "given": "Li"}),
        (None, None, {"literal": "Whole Name"}),
    ],
)
def test_names(given: str | None, family: str | None, expected: dict[str, str]) -> None:
    """Small words before a family name are its particle, which does not drop; a family name is never empty."""
    assert csl_name(Agent(iri="x:a", name="Whole Name", given=given, family=family)) == expected


def test_dates(rich: Entry, objects: list[dict[str, Any]], written: Callable[..., bytes]) -> None:
    """A range has two dates; a date without year and one that fits no calendar are literal."""
    issued = {one["id"].rpartition("/")[2]: one.get("issued") for one in objects}
    assert issued["4"] == {"date-parts": [[2001, 6, 1], [2001, 8, 31]]}
    assert issued["2"] == {"literal": "--02-29"}
    assert issued["5"] == {"literal": "c. 380 BC"}
    assert issued["3"] == {"date-parts": [[1999, 12]]}
    (one,) = json.loads(written(PROFILES["csl-json"], structs.replace(rich, date="2020")))
    assert one["issued"] == {"date-parts": [[2020]]}


def test_custom(rich: Entry, objects: list[dict[str, Any]]) -> None:
    """What CSL has no variable for stands in `custom`, so that nothing invented stands elsewhere."""
    (custom,) = (one["custom"] for one in objects if one["id"] == rich.iri)
    assert custom["author-list-complete"] is False
    assert custom["code"] == ["https://github.com/a/b"]
    assert custom["license"] == list(rich.licenses)
    assert custom["retracted"] is True
