"""Decisions as they are made -> decisions.tsv. Reads: Decision, the file so far. Emits: the file, a line longer.

A decision is on the disk before the next thing is shown: a line in one write, then forced out. A last line that a
crash cut off is no decision: it goes.
"""

import os
import secrets
from pathlib import Path
from typing import BinaryIO, Final

from kg.errors import UsageError
from kg.links.decisions.decision import COLUMNS, Decision, is_torn, line_of

_BLOCK: Final = 1 << 16
_BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"


class Ledger:
    """The file of decisions, written line by line."""

    def __init__(self, path: Path) -> None:
        """Write to `path`, which need not exist."""
        self._path = path

    def add(self, *decisions: Decision) -> None:
        """Add decisions at the end, in the columns of the file; none leave it as it is.

        Raises:
            UsageError: the file cannot be written.
        """
        if not decisions:
            return
        try:
            with self._path.open("a+b") as file:
                file.seek(0)
                head = file.readline()
                columns, last = _columns(head.decode("utf-8", "replace")), _last_line(file)
                if last != head and is_torn(last.decode("utf-8", "replace"), columns):
                    file.truncate(file.seek(-len(last), os.SEEK_END))
                    last = b""
                start = "" if head else "\t".join(columns) + "\n"
                start = "\n" if last else start
                file.write((start + "".join(line_of(each, columns) for each in decisions)).encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise UsageError(f"{self._path} cannot be written: {error.strerror or error}") from error

    def take_back(self, *decisions: Decision) -> None:
        """Take out, for each decision, the last line that says the same; the file is replaced as a whole.

        Raises:
            UsageError: the file cannot be written.
        """
        draft = self._path.with_name(f".{self._path.name}.{secrets.token_hex(4)}")
        try:
            lines = self._path.read_bytes().splitlines(keepends=True)
            columns = _columns(lines[0].decode("utf-8", "replace") if lines else "")
            before = len(lines)
            for decision in decisions:
                said = line_of(decision, columns).encode()
                places = [at for at, line in enumerate(lines) if line == said]
                if places:
                    del lines[places[-1]]
            if len(lines) < before:
                with draft.open("wb") as out:
                    out.writelines(lines)
                    out.flush()
                    os.fsync(out.fileno())
                draft.replace(self._path)
        except OSError as error:
            raise UsageError(f"{self._path} cannot be written: {error.strerror or error}") from error
        finally:
            draft.unlink(missing_ok=True)


def _last_line(file: BinaryIO) -> bytes:
    """Return what follows the last end of line of a file, from its end backwards."""
    end, last = file.seek(0, os.SEEK_END), b""
    while end and b"\n" not in last:
        start = max(0, end - _BLOCK)
        file.seek(start)
        last, end = file.read(end - start) + last, start
    return last[last.rfind(b"\n") + 1 :]


def _columns(line: str) -> tuple[str, ...]:
    """Return the columns of a file by its first line."""
    told = line.removeprefix(_BOM).rstrip("\r\n")
    return tuple(told.split("\t")) if told else COLUMNS
