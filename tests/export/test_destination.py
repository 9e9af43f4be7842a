"""Files that appear whole or not at all."""

import errno
import gzip
import os
import stat
import threading
from pathlib import Path

import pytest

from kg.errors import KgError, UsageError
from kg.export import destination, form_of


def write(name: Path | str, content: bytes = b"x" * 1000) -> None:
    """Write some bytes to a destination."""
    with destination(name) as out:
        out.write(content)


def test_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    """Until the block ends the old file stands; nothing else is left in the folder."""
    path = tmp_path / "a.ttl"
    path.write_bytes(b"old")
    path.chmod(0o640)
    with destination(path) as out:
        out.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_failure_leaves_the_old_file(tmp_path: Path) -> None:
    """When the block raises, the folder is as it was."""
    path = tmp_path / "a.ttl"
    path.write_bytes(b"old")

    def stopped() -> None:
        with destination(path) as out:
            out.write(b"new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stopped()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_packed_bytes_are_stable(tmp_path: Path, suffix: str) -> None:
    """Packed files hold neither time nor name."""
    if suffix == ".zst":
        pytest.importorskip("backports.zstd")
    first, second = tmp_path / f"a.nt{suffix}", tmp_path / f"b.nt{suffix}"
    write(first)
    write(second)
    assert first.read_bytes() == second.read_bytes()
    assert len(first.read_bytes()) < 100
    if suffix == ".gz":
        assert gzip.decompress(first.read_bytes()) == b"x" * 1000


def test_link_stays_a_link(tmp_path: Path) -> None:
    """Writing through a symbolic link replaces what it points at."""
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"x" * 1000


def test_pipe_is_written_as_it_comes(tmp_path: Path) -> None:
    """A named pipe stays one."""
    pipe, read = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(pipe)
    reader.join()
    assert read == [b"x" * 1000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("name", ["", "missing/a.ttl", "a.ttl.xz", "a.nt.bz2"])
def test_bad_place(tmp_path: Path, name: str) -> None:
    """A folder, a missing folder and an unknown packing are bad use, and leave nothing behind."""
    with pytest.raises(UsageError):
        write(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_no_space(tmp_path: Path) -> None:
    """A full disk is told as such."""
    with pytest.raises(KgError, match="no space"), destination(tmp_path / "a"):
        raise OSError(errno.ENOSPC, "full")


def test_broken_pipe_passes(tmp_path: Path) -> None:
    """A reader that left is no error of the file."""
    with pytest.raises(BrokenPipeError), destination(tmp_path / "a"):
        raise BrokenPipeError


def test_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Without a name the bytes go to standard output, and `-` means that too."""
    with destination(None) as out:
        out.write(b"a")
    write("-", b"b")
    assert capfdbinary.readouterr().out == b"ab"


@pytest.mark.parametrize(
    ("name", "form"), [("a.ttl", "ttl"), ("a.RDF.gz", "rdfxml"), ("a.jsonl.zst", "jsonl"), ("a.txt", None), ("a", None)]
)
def test_form_of_a_name(name: str, form: str | None) -> None:
    """The suffix below that of the packing names the form."""
    assert form_of(name) == form
