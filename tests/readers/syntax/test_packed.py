"""Packed files are read as they are."""

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Record
from kg.readers import Place, open_source, read_source
from kg.readers.syntax import packed

PAGE = b"Abstract:We wait.\nAbstract:We wait longer.\n"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gzip", "bzip2", "xz"])
def test_a_packed_page_has_the_records_of_the_page(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """Found by the first bytes, whatever the name; lines are those of the page."""
    (tmp_path / "page.txt").write_bytes(pack(PAGE))
    source = open_source(Place(str(tmp_path / "page.txt"), by_hand=True), "page.txt", tmp_path)
    records = [reading for reading in read_source(source) if isinstance(reading, Record)]
    assert [(record.abstract, record.start_line) for record in records] == [("We wait.", 1), ("We wait longer.", 2)]
    assert not source.has_changed()


def test_a_cut_file_is_told(tmp_path: Path) -> None:
    """Half of a packed file is no page."""
    (tmp_path / "page.gz").write_bytes(gzip.compress(PAGE)[:-9])
    with pytest.raises(InputError, match="damaged"):
        open_source(Place(str(tmp_path / "page.gz"), by_hand=True), "page.gz", tmp_path)


def test_a_file_that_explodes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to a thousand times its size is no bibliography."""
    monkeypatch.setattr(packed, "_SMALL", 1000)
    monkeypatch.setattr(packed, "MOST_EXPANSION", 10)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"0" * 1_000_000))
    with pytest.raises(InputError, match="unpacks to more than"):
        open_source(Place(str(tmp_path / "bomb.gz"), by_hand=True), "bomb.gz", tmp_path)


def test_zstandard_needs_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""

    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("kg.packed.import_module", absent)
    (tmp_path / "page.zst").write_bytes(b"\x28\xb5\x2f\xfd rest")
    with pytest.raises(InputError, match="zstd"):
        open_source(Place(str(tmp_path / "page.zst"), by_hand=True), "page.zst", tmp_path)
