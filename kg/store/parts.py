"""Groups by subject and by the thing they are part of. Reads: groups in order. Emits: any of them, at once.

An SQLite file holds them: what a paper is nested from stands far apart in a sorted graph.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from kg.store.counts import Group
from kg.terms import Term

Pairs = list[tuple[Term, Term]]
WholeOf = Callable[[Pairs], Term | None]
"""From the pairs of a subject to the thing that it is a part of by its own word, None if it is no part."""

_PAIRS = msgspec.msgpack.Decoder(list[tuple[str, str]])
_TABLE = """
    CREATE TABLE part (place INTEGER PRIMARY KEY, subject TEXT, whole TEXT, pairs BLOB, taken INTEGER DEFAULT 0)
"""


class PartIndex:
    """Groups that can be fetched by subject; each knows whether it was taken."""

    def __init__(self, groups: Iterable[Group], folder: Path | None = None, *, whole_of: WholeOf) -> None:
        """Keep `groups` in a file below `folder`, which must exist; without it in memory."""
        self._rows = sqlite3.connect(":memory:" if folder is None else folder / "parts.sqlite", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("PRAGMA synchronous = OFF")
        self._rows.execute(_TABLE)
        encode = msgspec.msgpack.encode
        self._rows.execute("BEGIN")
        self._rows.executemany(
            "INSERT INTO part (subject, whole, pairs) VALUES (?, ?, ?)",
            ((subject, whole_of(pairs), encode(pairs)) for subject, pairs in groups),
        )
        self._rows.execute("CREATE UNIQUE INDEX by_subject ON part (subject)")
        self._rows.execute("CREATE INDEX by_whole ON part (whole) WHERE whole IS NOT NULL")

    def group(self, subject: Term) -> Group | None:
        """Return the group of a subject, None if the graph says nothing of it."""
        row = self._rows.execute("SELECT pairs FROM part WHERE subject = ?", (subject,)).fetchone()
        return None if row is None else (subject, _PAIRS.decode(row[0]))

    def parts(self, whole: Term) -> list[Group]:
        """Return the groups that name `whole` as theirs, in order."""
        rows = self._rows.execute("SELECT subject, pairs FROM part WHERE whole = ? ORDER BY place", (whole,))
        return [(subject, _PAIRS.decode(pairs)) for subject, pairs in rows]

    def take(self, subjects: Iterable[Term]) -> None:
        """Mark groups as taken."""
        self._rows.executemany("UPDATE part SET taken = 1 WHERE subject = ?", ((subject,) for subject in subjects))

    def left(self) -> Iterator[Group]:
        """Yield the groups that nobody took, in order."""
        rows = self._rows.execute("SELECT subject, pairs FROM part WHERE NOT taken ORDER BY place")
        for subject, pairs in rows:
            yield subject, _PAIRS.decode(pairs)

    def groups(self) -> Iterator[Group]:
        """Yield all groups, in order."""
        for subject, pairs in self._rows.execute("SELECT subject, pairs FROM part ORDER BY place"):
            yield subject, _PAIRS.decode(pairs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.close()
