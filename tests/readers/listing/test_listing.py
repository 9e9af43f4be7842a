"""Listing pages, read by cases: `cases/<name>/source.txt` gives `readings.jsonl`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.model import Record, Reject
from kg.readers import Place, Reading, open_source, read_source


def readings(path: Path, spool: Path) -> Iterator[Reading]:
    """Yield what stands in one file."""
    return read_source(open_source(Place(str(path), by_hand=True), path.name, spool))


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
