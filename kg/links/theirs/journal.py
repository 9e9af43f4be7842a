"""Answers that a run has had so far. Reads and emits: a file of JSON lines beside the graph, one line a batch.

A run that is killed, or whose endpoint went away, leaves its journal; the next run asks only for what is not in it.
A line that was cut by the end of the process is as if it had never been written.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from kg.errors import UsageError

FILE: Final = ".links-journal.jsonl"
_LIFETIME: Final = 7 * 86_400.0
"""Seconds after which an answer is asked for anew."""
Row = dict[str, str]
"""Variable -> text or IRI; unbound ones are absent."""


class _Line(Struct, gc=False):
    question: str
    when: float
    keys: list[str]
    rows: list[list[Row]]


class Journal:
    """What was answered, by question and key."""

    def __init__(self, path: Path, *, date: Callable[[], float] = time.time) -> None:
        """Read the file if there is one."""
        self.path = path
        self._date = date
        self._had: dict[tuple[str, str], list[Row]] = {}
        self._encoder = msgspec.json.Encoder()
        self._read()

    def _read(self) -> None:
        if not self.path.is_file():
            return
        decode, oldest = msgspec.json.Decoder(_Line).decode, self._date() - _LIFETIME
        with self.path.open("rb") as lines:
            for line in lines:
                if not line.endswith(b"\n"):
                    break
                try:
                    entry = decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError):
                    continue
                if entry.when >= oldest:
                    for key, rows in zip(entry.keys, entry.rows, strict=False):
                        self._had[entry.question, key] = rows

    def get(self, question: str, key: str) -> list[Row] | None:
        """Return the rows of a key if the question was answered for it."""
        return self._had.get((question, key))

    def keys(self, question: str) -> list[str]:
        """Return the keys for which a question was answered."""
        return [key for asked, key in self._had if asked == question]

    def add(self, question: str, answers: dict[str, list[Row]]) -> None:
        """Keep the answer of a batch: every key of it, those without rows too.

        Raises:
            UsageError: the file cannot be written.
        """
        if not answers:
            return
        line = _Line(question, self._date(), list(answers), list(answers.values()))
        try:
            with self.path.open("ab+") as out:
                if out.tell():
                    out.seek(-1, os.SEEK_END)
                    if out.read(1) != b"\n":
                        out.write(b"\n")
                out.write(self._encoder.encode(line) + b"\n")
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise UsageError(f"the journal {self.path} cannot be written: {error.strerror}") from error

    def close(self, *, keep: bool) -> None:
        """End the run; the file goes unless something is still to be asked."""
        if not keep:
            self.path.unlink(missing_ok=True)
