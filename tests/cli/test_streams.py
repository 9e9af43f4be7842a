"""Closed streams, streams of other encodings, full disks."""

import io
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import main
from kg.cli.streams import disk_message, leave_stdout, prepare_streams

PAGE = "GRJan 1, 2001\nÜber dünne Filme\n\nÖzge Ünal\n\nWe wait.\n"


def kg(*words: str, redirect: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command in a shell that redirects its streams."""
    line = f'"$@" {redirect}'
    command = ["/bin/sh", "-c", line, "sh", sys.executable, "-m", "kg", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Return a page with one paper."""
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.mark.parametrize("redirect", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_closed_streams_are_no_failure(redirect: str, page: Path) -> None:
    """A command whose streams are closed does its work and prints nothing."""
    run = kg("read", str(page), redirect=redirect)
    assert run.returncode == 0, run.stderr


def test_closed_input_is_told() -> None:
    """Standard input that is closed is an empty source."""
    run = kg("read", "-", redirect="<&-")
    assert run.returncode == 3
    assert "stdin: an empty file" in run.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_told(page: Path) -> None:
    """A write that fails says why, without a traceback."""
    run = kg("read", str(page), redirect="> /dev/full")
    assert run.returncode == 2
    assert run.stderr.startswith("kg: No space left on device; ")
    assert "Traceback" not in run.stderr


def test_a_full_spool_is_told() -> None:
    """So does a full disk below the spool; another error of it is ours and is raised."""
    assert disk_message(sqlite3.OperationalError("database or disk is full")).startswith("database or disk is full; ")
    assert disk_message(OSError(28, "No space left on device", "x")).startswith("x: No space left on device; ")
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        disk_message(sqlite3.OperationalError("no such table: x"))


class Terminal(io.TextIOWrapper):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Return True."""
        return True


def test_streams_of_other_encodings_bear_every_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files and pipes get UTF-8, a terminal escapes."""
    pipe, terminal = io.TextIOWrapper(io.BytesIO(), "latin-1"), Terminal(io.BytesIO(), "latin-1")
    monkeypatch.setattr(sys, "stdout", pipe)
    monkeypatch.setattr(sys, "stderr", terminal)
    prepare_streams()
    for stream in (pipe, terminal):
        stream.write("ü\u4e2d")
        stream.flush()
    leave_stdout()
    assert pipe.buffer.getvalue() == "ü\u4e2d".encode()
    assert terminal.buffer.getvalue() == b"\xfc\\u4e2d"  # type: ignore[attr-defined]


def test_streams_that_are_missing_are_replaced(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within one process too: nothing is printed, nothing fails."""
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert main(["stats", str(page.parent / "nosuch")]) == 3
    for name in ("stdin", "stdout", "stderr"):
        getattr(sys, name).close()


class Full(io.TextIOWrapper):
    """A stream to a full disk."""

    def write(self, text: str, /) -> int:
        """Refuse."""
        raise OSError(28, "No space left on device", text[:0])


def test_a_full_disk_ends_a_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2 and one message."""
    monkeypatch.setattr(sys, "stdout", Full(io.BytesIO(), "utf-8"))
    assert main(["query", "--list"]) == 2
    assert "No space left on device" in capsys.readouterr().err
