"""Records that services gave us. Reads and emits: a file of JSON lines, one line a question, that grows and is sifted.

What was answered is kept, also that there is nothing: a run that was killed goes on where it was, and a later one asks
only for what is new or old. A line that was cut by the end of a process is as if it had never been written.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from msgspec import Struct

from kg.errors import UsageError
from kg.links.targets.fetch import Enriched

_LIFETIME: Final = 30 * 86_400.0
"""Seconds after which an answer is asked for anew; until there is a new one the old one stays."""


class Record(Struct, frozen=True, gc=False):
    """A record as the service wrote it."""

    kind: Enriched
    keys: tuple[str, ...]
    """The keys asked for that it is about."""
    format: str
    raw: str


class _Line(Struct, gc=False):
    question: str
    place: str
    """Where it was asked: a service, or a mirror of it."""
    when: float
    keys: list[str]
    records: list[Record]


class _Known(NamedTuple):
    line: int
    """Where it begins in the file."""
    when: float
    found: bool
    place: str


class Fetched:
    """What one target answered."""

    def __init__(self, path: Path, *, date: Callable[[], float] = time.time, refresh: bool = False) -> None:
        """Read the file if there is one; with `refresh` all in it is old.

        Raises:
            UsageError: the file cannot be read.
        """
        self.path = path
        self._date = date
        self._oldest = float("inf") if refresh else date() - _LIFETIME
        self._known: dict[tuple[str, str], _Known] = {}
        self._used: set[tuple[str, str]] = set()
        self._decode = msgspec.json.Decoder(_Line).decode
        try:
            self._read()
        except OSError as error:
            raise UsageError(f"{self.path} cannot be read ({error.strerror}): remove it to ask anew") from error

    def _read(self) -> None:
        for start, line in self._lines():
            self._note(start, line)

    def _lines(self) -> Iterator[tuple[int, _Line]]:
        if not self.path.is_file():
            return
        start = 0
        with self.path.open("rb") as lines:
            for line in lines:
                entry = self._entry(line)
                if entry is not None:
                    yield start, entry
                start += len(line)

    def _entry(self, line: bytes) -> _Line | None:
        """Return what a line says; None if it was cut by the end of a process, or by hand: it is asked for again."""
        try:
            return self._decode(line) if line.endswith(b"\n") else None
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None

    def _note(self, start: int, line: _Line) -> None:
        found = {key for record in line.records for key in record.keys}
        for key in line.keys:
            self._known[line.question, key] = _Known(start, line.when, key in found, line.place)

    def found(self, question: str, key: str, *, place: str) -> bool | None:
        """Return whether a key had a record; None if it was not asked for, or long ago.

        A record counts wherever it came from; that there is none is what the place says that was asked.
        """
        known = self._known.get((question, key))
        if known is None or known.when < self._oldest or not (known.found or known.place == place):
            return None
        return known.found

    def had(self, question: str, key: str) -> bool:
        """Return whether a key had a record, however long ago."""
        known = self._known.get((question, key))
        return known is not None and known.found

    def use(self, question: str, key: str) -> None:
        """Note that the record of a key is one of a thing of ours, by this question."""
        self._used.add((question, key))

    def add(self, question: str, keys: Sequence[str], records: Sequence[Record], *, place: str) -> None:
        """Keep the answer of a place to a question.

        Raises:
            UsageError: the file cannot be written.
        """
        line = _Line(question, place, self._date(), list(keys), list(records))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab+") as out:
                if out.tell():
                    out.seek(-1, os.SEEK_END)
                    if out.read(1) != b"\n":
                        out.write(b"\n")
                start = out.tell()
                out.write(msgspec.json.encode(line) + b"\n")
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise UsageError(f"the answers cannot be kept in {self.path}: {error.strerror}") from error
        self._oldest = min(self._oldest, line.when)
        self._note(start, line)

    def records(self) -> Iterator[Record]:
        """Yield the records in use, each of the latest answer for its keys."""
        for start, line in self._lines():
            for record in line.records:
                keys = [key for key in record.keys if (line.question, key) in self._used]
                if any(self._is_latest(start, line.question, key) for key in keys):
                    yield record

    def _is_latest(self, start: int, question: str, key: str) -> bool:
        known = self._known.get((question, key))
        return known is not None and known.line == start

    def sift(self) -> None:
        """Write the file anew without what later answers replaced.

        Raises:
            UsageError: the file cannot be written.
        """
        if not self.path.is_file():
            return
        draft = self.path.with_name(f"{self.path.name}.new")
        try:
            with draft.open("wb") as out:
                for start, line in self._lines():
                    line.keys = [key for key in line.keys if self._is_latest(start, line.question, key)]
                    left = frozenset(line.keys)
                    line.records = [record for record in line.records if not left.isdisjoint(record.keys)]
                    if line.keys:
                        out.write(msgspec.json.encode(line) + b"\n")
                out.flush()
                os.fsync(out.fileno())
            draft.replace(self.path)
            self._known.clear()
            self._read()
        except OSError as error:
            raise UsageError(f"{self.path} cannot be written: {error.strerror}") from error
