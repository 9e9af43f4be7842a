"""QuickStatements, read back by the rules of its own importer: lines, tabs, outer quotes."""

import io
import re
from collections.abc import Callable

import pytest
from msgspec import structs

from kg.profiles import PROFILES, Entry

PROFILE = PROFILES["quickstatements"]
VALUE = re.compile(
    r'"(?P<string>[^\t\n]*)"|(?P<language>[a-z-]{2,}):"(?P<text>[^\t\n]*)"|(?P<item>Q\d+)'
    r"|(?P<time>\+\d{4}-\d\d-\d\dT00:00:00Z/(?:9|10|11))"
)


def commands(exported: bytes) -> list[list[str]]:
    """Return the columns of each command."""
    return [line.split("\t") for line in exported.decode().splitlines()]


def test_form(everything: list[Entry], written: Callable[..., bytes]) -> None:
    """Each line is CREATE, or target, property and value, then pairs of qualifiers and sources."""
    with_page = [structs.replace(entry, landing_pages=("https://example.org/p",)) for entry in everything]
    lines = commands(written(PROFILE, *with_page))
    assert sum(line == ["CREATE"] for line in lines) == sum(entry.title is not None for entry in everything)
    for line in lines:
        if line != ["CREATE"]:
            target, *pairs = line
            assert re.fullmatch(r"LAST|Q\d+", target)
            assert len(pairs) % 2 == 0
            assert re.fullmatch(r"P\d+|L[a-z]+", pairs[0])
            assert all(re.fullmatch(r"P\d+|S\d+", term) for term in pairs[2::2])
            assert all(VALUE.fullmatch(value) for value in pairs[1::2]), line


def test_statements(rich: Entry, written: Callable[..., bytes]) -> None:
    """Title, authors with their place, day, identifiers as Wikidata spells them, each with its source."""
    lines = commands(written(PROFILE, rich))
    source = ["S854", '"https://example.com/100%25/page_1#top"']
    assert lines[0] == ["CREATE"]
    assert lines[1] == ["LAST", "Len", f'"{rich.title}"']
    assert ["LAST", "P31", "Q13442814", *source] in lines
    assert ["LAST", "P1476", f'en:"{rich.title}"', *source] in lines
    assert ["LAST", "P577", "+2021-03-04T00:00:00Z/11", *source] in lines
    authors = [line for line in lines if "P2093" in line]
    assert [line[2].strip('"') for line in authors] == [author.agent.name for author in rich.authors]
    assert [line[4] for line in authors] == ['"1"', '"2"', '"3"']
    values = {line[1]: line[2] for line in lines[1:]}
    assert values["P356"] == '"10.1000/A_B(C)"'
    assert values["P932"] == '"456"'
    assert ["LAST", "P818", '"2103.00001"', "P820", '"cs.CV"', "P820", '"cs.LG"'] in lines


@pytest.mark.parametrize(
    ("date", "moment"),
    [("2020", "+2020-00-00T00:00:00Z/9"), ("2020-05", "+2020-05-00T00:00:00Z/10"), ("--05-06", None), (None, None)],
)
def test_dates(date: str | None, moment: str | None, rich: Entry, written: Callable[..., bytes]) -> None:
    """The precision is that of the date; without a year there is none."""
    lines = commands(written(PROFILE, structs.replace(rich, date=date)))
    assert [line[2] for line in lines if "P577" in line] == ([moment] if moment else [])


def test_known_thing(rich: Entry, written: Callable[..., bytes]) -> None:
    """A paper that Wikidata has is not made again."""
    lines = commands(written(PROFILE, structs.replace(rich, identifiers=(("wikidata", "Q42"), ("s2", "77")))))
    assert {line[0] for line in lines} == {"Q42"}
    assert ["Q42", "P8299", '"77"'] in lines
    assert not [line for line in lines if line[1].startswith("L")]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"identifiers": (), "landing_pages": ()}, "nobody could check"),
        ({"title": None}, "no title"),
        ({"title": " \n"}, "no title"),
        ({"title": "x" * 1501}, "1500 characters"),
    ],
)
def test_left_out(values: dict[str, object], reason: str, rich: Entry) -> None:
    """A paper that nobody could check, or whose title Wikidata cannot take, is left out and told."""
    out = io.BytesIO()
    (omission,) = PROFILE.write([structs.replace(rich, **values)], out)
    assert reason in omission.reason
    assert out.getvalue() == b""


def test_long_label(rich: Entry, written: Callable[..., bytes]) -> None:
    """A title that is too long for a label is a title only."""
    lines = commands(written(PROFILE, structs.replace(rich, title="x" * 251, language=None)))
    assert [line[1] for line in lines[1:3]] == ["P31", "P1476"]
    assert lines[2][2].startswith('und:"')
