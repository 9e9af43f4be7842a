"""Big files that several processes read in parts: what is read is what one process reads of the whole."""

import gzip
import tempfile
from pathlib import Path
from typing import Self

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.readers import Place, Source, intake, open_source, parts, source
from kg.readers.formats import OPENALEX, RECORDS, RIS
from kg.readers.intake import Intake, read_pages
from kg.readers.parts import is_blank, parts_of
from kg.readers.source import Part

DIGEST = "ab" * 32
LINES = (
    b'{"title": "On lines", "doi": "10.1234/a"}',
    '{"title": "Über Zeilen", "authors": ["Ada Beispiel"], "date": "2020"}'.encode(),
    b'  {"title": "Indented", "date": "2021", "unknown": 1}  ',
    b'{"title": "Latin \xe9 in it", "date": "1999"},',
    f'{{"source": "other.txt", "sha256": "{DIGEST}", "index": 7, "start_line": 9, "title": "Of another"}}'.encode(),
    b'{"authority": "person", "name": {"printed": "Ada Beispiel"}, "orcid": "0000-0002-1825-0097"}',
    b'{"authority": "organization", "organization": {"name": "House of Lines"}}',
    f'{{"authority": "person", "source": "o", "sha256": "{DIGEST}", "index":3, "name": {{"printed": "B"}}}}'.encode(),
    b'{"title": "broken',
    b'{"title": "a bracket too much", "date": "2001"}}',
    b"no JSON at all",
    b"[1, 2]",
    b"\xef\xbb\xbf{}",
    b"",
    b"   ",
    b", \x1e",
    b"\xa0",
)
FIRST = b'{"title": "The first", "doi": "10.1234/first", "authors": ["Ada Beispiel"]}'
SECOND = b'{"title": "The second", "doi": "10.1234/second"}'


def _told(read: Intake) -> list[object]:
    (page,) = read.pages
    rows = [list(page.read_records()), list(page.read_authorities()), list(page.read_rejects())]
    counts = [page.records, page.authorities, page.rejects, page.layouts, page.findings]
    return [*map(msgspec.to_builtins, rows), *counts, page.documents, page.document, page.source]


@pytest.fixture
def in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tasks of a pool run one after the other in this process."""

    class Pool:
        def __init__(self, max_workers: int) -> None:
            assert max_workers > 1

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        map = staticmethod(map)

    monkeypatch.setattr(intake, "ProcessPoolExecutor", Pool)


@pytest.mark.usefixtures("in_one_process")
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=150
)
@given(
    body=st.lists(st.sampled_from(LINES), max_size=12),
    end=st.sampled_from([b"\n", b"\r\n"]),
    closed=st.booleans(),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
    size=st.integers(1, 400),
)
@example(body=[b"", b"", b""], end=b"\n", closed=True, mark=b"", size=1)
@example(body=[LINES[5], LINES[0], LINES[7], LINES[5]], end=b"\n", closed=False, mark=b"", size=60)
def test_parts_of_any_size_say_what_the_whole_says(
    *, body: list[bytes], end: bytes, closed: bool, mark: bytes, size: int
) -> None:
    """Records, authorities, rejects, counts, findings and documents do not depend on where a file is cut."""
    content = mark + end.join([FIRST, SECOND, *body]) + (end if closed else b"")
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder, "big.jsonl")
        path.write_bytes(content)
        whole, cut = Path(folder, "whole"), Path(folder, "cut")
        whole.mkdir()
        cut.mkdir()
        patch.setattr(parts, "PART_BYTES", size)
        patch.setattr(parts, "_BLOCK", 64)
        assert _told(read_pages([str(path)], cut, jobs=2)) == _told(read_pages([str(path)], whole))
        if size < len(FIRST):
            assert len(list(cut.glob("*.records"))) > 1


def _opened(path: Path) -> Source:
    return open_source(Place(str(path), by_hand=True), path.name, path.parent)


@pytest.mark.parametrize("lines", [1, 2, 50])
def test_parts_cover_the_file_and_end_behind_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int) -> None:
    """Each byte stands in one part; each part begins with a line, whose number it tells."""
    monkeypatch.setattr(parts, "PART_BYTES", 100)
    path = tmp_path / "a.jsonl"
    path.write_bytes((FIRST + b"\n") * lines)
    content, cut = path.read_bytes(), parts_of(_opened(path), RECORDS)
    if lines == 1:
        assert [one.part for one in cut] == [None]
        return
    told = [one.part for one in cut if one.part is not None]
    assert b"".join(content[part.start : part.end] for part in told) == content
    assert all(content[: part.start].count(b"\n") + 1 == part.first_line for part in told)
    assert all(content[part.end - 1 : part.end] == b"\n" for part in told)


def test_what_cannot_be_cut_is_read_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packed files, other encodings, values of several lines, other formats have no parts."""
    monkeypatch.setattr(parts, "PART_BYTES", 100)
    body = (FIRST + b"\n") * 50
    cases = {
        "packed": (gzip.compress(body), RECORDS),
        "utf-16": (body.decode().encode("utf-16"), RECORDS),
        "spread": (body.replace(b", ", b",\n"), RECORDS),
        "array": (b"[" + body.replace(b"}\n", b"},\n") + b"]", OPENALEX),
        "ris": (b"TY  - JOUR\nTI  - Lines\nER  - \n" * 50, RIS),
    }
    for name, (content, form) in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        opened = _opened(path)
        assert parts_of(opened, form) == [opened], name


def test_a_part_without_anything_is_blank(tmp_path: Path) -> None:
    """Blank lines and commas are nothing; a source that is no part is asked its reader."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(FIRST + b"\n\n , \r\n" + SECOND)
    opened, first = _opened(path), len(FIRST) + 1
    told = [(first, first + 6), (0, first), (first, first + 7)]
    blank = [is_blank(msgspec.structs.replace(opened, part=Part(start, end, 1))) for start, end in told]
    assert blank == [True, False, False]
    assert not is_blank(opened)


@pytest.fixture
def big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that has several parts."""
    monkeypatch.setattr(parts, "PART_BYTES", 1000)
    path = tmp_path / "big.jsonl"
    path.write_bytes(b"".join(b'{"title": "Title %d", "date": "2020"}\n' % number for number in range(200)))
    return path


def test_processes_read_the_parts_and_tell_how_far_they_are(big: Path, tmp_path: Path) -> None:
    """Two processes read what one reads; records and the share of bytes grow from part to part."""
    told: list[tuple[int, float]] = []

    def tell(_stage: str, records: int, *, share: float) -> None:
        told.append((records, share))

    read = read_pages([str(big)], tmp_path, jobs=2, progress=tell)
    assert [record.index for record in read.pages[0].read_records()] == list(range(1, 201))
    assert [record.start_line for record in read.pages[0].read_records()] == list(range(1, 201))
    assert told == sorted(told)
    assert len(told) > 4
    assert told[-1] == (200, 1.0)


@pytest.mark.usefixtures("in_one_process")
def test_a_big_file_that_vanishes_is_told_once(big: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before its parts are cut, or while they are read; an error where the user named it."""

    def opening(place: Place, name: str, spool: Path) -> Source:
        opened = source.open_source(place, name, spool)
        Path(opened.path).unlink()
        return opened

    def cutting(opened: Source, _form: object) -> list[Source]:
        cut = parts_of(opened, RECORDS)
        big.unlink(missing_ok=True)
        return cut

    content = big.read_bytes()
    folder = tmp_path / "folder"
    folder.mkdir()
    inner = folder / "b.jsonl"
    for name, lost in (("open_source", opening), ("parts_of", cutting)):
        with monkeypatch.context() as patch:
            patch.setattr(intake, name, lost)
            big.write_bytes(content)
            with pytest.raises(InputError, match=r"big\.jsonl: cannot be read"):
                read_pages([str(big)], tmp_path, jobs=2)
            inner.write_bytes(content)
            big = inner if name == "parts_of" else big
            (page,) = read_pages([str(folder)], tmp_path, jobs=2).pages
            assert [finding.rule for finding in page.findings] == ["unreadable-file"], name
