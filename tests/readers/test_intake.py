"""Pages that change under the reader."""

import gzip
import os
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.readers import intake
from kg.readers.intake import read_pages
from kg.readers.source import Source, open_source

PAGE = "Abstract:We wait.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two pages."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(PAGE)
    (tmp_path / "pages" / "b.txt").write_text("Abstract:We go.\n")
    return tmp_path / "pages"


def _losing(monkeypatch: pytest.MonkeyPatch, *, change: bool) -> None:
    """Let page a vanish, or change, after its digest was taken."""

    def opening(place: object, name: str, spool: Path) -> Source:
        source = open_source(place, name, spool)  # type: ignore[arg-type]
        if name == "a.txt" and change:
            os.utime(source.path, ns=(1, 1))
        elif name == "a.txt":
            Path(source.path).unlink()
        return source

    monkeypatch.setattr(intake, "open_source", opening)


@pytest.mark.parametrize("change", [False, True])
def test_a_page_of_a_folder_that_vanishes_or_changes_is_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, change: bool
) -> None:
    """The other pages are read, and the report says what happened to this one."""
    _losing(monkeypatch, change=change)
    read = read_pages([str(folder)], tmp_path)
    told = [finding.rule for page in read.pages for finding in page.findings]
    assert told == ["changed-while-read" if change else "unreadable-file"]
    assert read.records == 1 + change


def test_a_page_named_by_hand_that_vanishes_is_an_error(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who names a file wants it read."""
    _losing(monkeypatch, change=False)
    with pytest.raises(InputError, match=r"a\.txt: cannot be read"):
        read_pages([str(folder / "a.txt"), str(folder / "b.txt")], tmp_path)


def test_an_error_of_the_disk_is_no_fault_of_the_page(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is told as what it is."""

    def reading(source: Source, _form: object) -> object:
        raise OSError(28, "No space left on device", f"{source.path}.records")

    monkeypatch.setattr(intake, "read_source", reading)
    with pytest.raises(OSError, match="No space left"):
        read_pages([str(folder)], tmp_path)


@pytest.mark.parametrize("packed", [False, True])
def test_one_big_file_tells_how_far_it_is(tmp_path: Path, *, packed: bool) -> None:
    """Within a source, packed or not, records and the share of bytes are told; at the end all of it."""
    body = "".join(f"@misc{{k{number}, title = {{T {number}}}}}\n" for number in range(20_000)).encode()
    path = tmp_path / "big.bib"
    path.write_bytes(gzip.compress(body) if packed else body)
    told: list[tuple[int, float]] = []
    read_pages([str(path)], tmp_path, progress=lambda _stage, done, share: told.append((done, share)))
    assert told == sorted(told)
    assert told[-1] == (20_000, 1.0)
    assert len({share for _, share in told}) > (1 if packed else 2)
    assert all(0 <= share <= 1 for _, share in told)
