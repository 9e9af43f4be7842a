"""Decisions as they are made -> decisions.tsv. Reads: Decision, the file so far. Emits: the file, a line longer.

A decision is on the disk before the next thing is shown: a line in one write, then forced out. A last line that a
crash cut off is no decision: it goes.
"""

import os
import secrets
from pathlib import Path
from typing import Final

from kg.errors import UsageError
from kg.links.decisions import COLUMNS, Decision, line_of, without_torn_end

_BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"


class Ledger:
    """The file of decisions, written line by line."""

    def __init__(self, path: Path) -> None:
        """Write to `path`, which need not exist."""
        self._path = path

    def add(self, *decisions: Decision) -> None:
        """Add decisions at the end, in the columns of the file.

        Raises:
            UsageError: the file cannot be written.
        """
        try:
            with self._path.open("a+b") as file:
                file.seek(0)
                before = file.read().decode("utf-8", "replace")
                kept = without_torn_end(before)
                if kept != before:
                    file.truncate(len(kept.encode()))
                columns = _columns(kept.partition("\n")[0])
                start = "" if kept.endswith("\n") else "\n" if kept else "\t".join(columns) + "\n"
                file.write((start + "".join(line_of(each, columns) for each in decisions)).encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise UsageError(f"{self._path} cannot be written: {error.strerror or error}") from error

    def take_back(self, decision: Decision) -> None:
        """Take out the last line that says what `decision` says; the file is replaced as a whole.

        Raises:
            UsageError: the file cannot be written.
        """
        draft = self._path.with_name(f".{self._path.name}.{secrets.token_hex(4)}")
        try:
            lines = self._path.read_bytes().splitlines(keepends=True)
            columns = _columns(lines[0].decode("utf-8", "replace") if lines else "")
            said = line_of(decision, columns).encode()
            places = [at for at, line in enumerate(lines) if line == said]
            if places:
                del lines[places[-1]]
                with draft.open("wb") as out:
                    out.writelines(lines)
                    out.flush()
                    os.fsync(out.fileno())
                draft.replace(self._path)
        except OSError as error:
            raise UsageError(f"{self._path} cannot be written: {error.strerror or error}") from error
        finally:
            draft.unlink(missing_ok=True)


def _columns(line: str) -> tuple[str, ...]:
    """Return the columns of a file by its first line."""
    told = line.removeprefix(_BOM).rstrip("\r\n")
    return tuple(told.split("\t")) if told else COLUMNS
