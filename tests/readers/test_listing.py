"""Listing pages, read by cases: `cases/<name>/source.txt` gives `readings.jsonl`."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import fields

from kg.model import PageFacts, Record, Reject
from kg.readers import Place, open_source, read_source

CASES = sorted(path.parent for path in (Path(__file__).parent / "cases").glob("*/source.txt"))


def readings(path: Path, spool: Path) -> Iterator[PageFacts | Record | Reject]:
    """Yield what stands in one file."""
    return read_source(open_source(Place(str(path), by_hand=True), path.name, spool))


def said(struct: msgspec.Struct) -> dict[str, object]:
    """Return what a struct says: the fields that differ from their defaults, of the structs in it too."""
    values = {field.name: getattr(struct, field.name) for field in fields(struct)}
    spoken = {field.name: values[field.name] for field in fields(struct) if values[field.name] != field.default}
    return {name: builtins(value) for name, value in spoken.items()}


def builtins(value: object) -> object:
    """Return a value for JSON."""
    if isinstance(value, msgspec.Struct):
        return said(value)
    return [builtins(one) for one in value] if isinstance(value, tuple) else value


def told(found: Iterator[PageFacts | Record | Reject]) -> str:
    """Return readings as JSON, without what goes without saying, each with its kind."""
    rows = [{"kind": type(reading).__name__} | said(reading) for reading in found]
    return "\n".join(json.dumps(row, ensure_ascii=False, indent=1) for row in rows) + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_gives_these_readings(case: Path, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    """Every line of a page is part of a record, a page fact or a reject."""
    golden(case / "readings.jsonl", told(readings(case / "source.txt", tmp_path)))


def _reencoded(page: str) -> dict[str, bytes]:
    return {
        "bom": page.encode("utf-8-sig"),
        "utf-16": page.encode("utf-16"),
        "utf-16-le without mark": page.encode("utf-16-le"),
        "utf-16-be without mark": page.encode("utf-16-be"),
        "utf-32": page.encode("utf-32"),
        "latin-1": page.encode("latin-1"),
        "crlf": page.replace("\n", "\r\n").encode(),
        "cr": page.replace("\n", "\r").encode(),
        "no final newline": page.rstrip("\n").encode(),
        "trailing blanks": page.replace("\n", " \u00a0\u200b\n").encode(),
        "leading blank lines": ("\n\ufeff\n \n" + page).encode(),
    }


@pytest.mark.parametrize("dirt", _reencoded(""))
@pytest.mark.parametrize("layout", ["site", "compact", "family", "abstract"])
def test_dirt_changes_nothing(layout: str, dirt: str, tmp_path: Path) -> None:
    """Encodings, line ends and blanks at edges of lines leave the text of records as it is."""
    page = (Path(__file__).parent / "cases" / layout / "source.txt").read_text(encoding="utf-8")
    clean, dirty = tmp_path / "clean.txt", tmp_path / "dirty.txt"
    clean.write_text(page, encoding="utf-8")
    dirty.write_bytes(_reencoded(page)[dirt])
    kept = ("title", "names", "abstract", "byline", "date", "category", "code_urls", "score", "authors_raw")
    expected = [[getattr(r, field) for field in kept] for r in readings(clean, tmp_path) if isinstance(r, Record)]
    found = [[getattr(r, field) for field in kept] for r in readings(dirty, tmp_path) if isinstance(r, Record)]
    assert found == expected


def test_a_line_without_end_is_rejected_and_the_next_record_is_read(tmp_path: Path) -> None:
    """A line longer than any field is a reject with its length; the page goes on behind it."""
    page = tmp_path / "page.txt"
    page.write_text("Abstract:One.\nAbstract:" + "x" * 10_000_000 + "\nAbstract:Two.\n")
    found = list(readings(page, tmp_path))
    assert [type(reading).__name__ for reading in found] == ["Record", "Reject", "Record"]
    assert isinstance(found[1], Reject)
    assert "10,000,009 characters" in found[1].reason
    assert len(found[1].raw) < 3000


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "an empty file"),
        (b"%PDF\0\1\2" * 9, "a binary file"),
        (b"prose\n", "no paper was found"),
    ],
)
def test_a_file_that_is_no_page_is_one_reject(body: bytes, reason: str, tmp_path: Path) -> None:
    """Empty, binary and foreign files say what is wrong with them."""
    path = tmp_path / "file"
    path.write_bytes(body)
    (found,) = readings(path, tmp_path)
    assert isinstance(found, Reject)
    assert found.reason.startswith(reason)
