"""Two graphs -> what differs, subject by subject. Reads: triples of both. Emits: Change, in publishing order.

Both graphs go through one sort: each object bears a mark of its graph behind a tab, which no term holds, so that equal
triples of the two stand next to each other. Memory stays that of the sort.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from kg.diff.reading import graph_triples
from kg.store import TripleSpool
from kg.terms import Term, Triple

Pair = tuple[Term, Term]
"""Predicate and object."""

Fate = Literal["added", "removed", "changed", "same"]

_OLD, _NEW = "-", "+"


class Change(NamedTuple):
    """What happened to a subject: its pairs in both graphs, in the old one only, in the new one only."""

    subject: Term
    kept: list[Pair]
    removed: list[Pair]
    added: list[Pair]

    @property
    def fate(self) -> Fate:
        """What became of the subject as a whole."""
        if not self.removed and not self.added:
            return "same"
        if not self.kept and not self.removed:
            return "added"
        return "removed" if not self.kept and not self.added else "changed"


class Comparison:
    """Two graphs side by side. It can be gone through as often as needed."""

    def __init__(self, old: Iterable[Triple], new: Iterable[Triple], *, folder: Path | None = None) -> None:
        """Take both graphs; what does not fit in memory waits in `folder`, which must exist."""
        self._spool = TripleSpool(folder)
        self._spool.add(_marked(old, _OLD))
        self._spool.add(_marked(new, _NEW))

    def __iter__(self) -> Iterator[Change]:
        """Yield every subject of either graph, the equal ones too, in publishing order."""
        for subject, pairs in self._spool.groups():
            yield _change(subject, pairs)


@contextmanager
def compare(old: Path, new: Path) -> Iterator[Comparison]:
    """Yield the comparison of two graph files or build folders; it can be used until the block ends.

    Raises:
        InputError: one of them cannot be read (see `graph_triples`).
    """
    with tempfile.TemporaryDirectory(prefix="scholarkg-") as folder:
        yield Comparison(graph_triples(old), graph_triples(new), folder=Path(folder))


def _marked(triples: Iterable[Triple], mark: str) -> Iterator[Triple]:
    for subject, predicate, value in triples:
        yield subject, predicate, f"{value}\t{mark}"


def _change(subject: Term, pairs: list[Pair]) -> Change:
    change = Change(subject, [], [], [])
    last: Pair | None = None
    for predicate, marked in pairs:
        value, _, mark = marked.rpartition("\t")
        pair = predicate, value
        if mark == _OLD and pair == last:  # the new one sorts first
            change.added.pop()
            change.kept.append(pair)
        else:
            (change.removed if mark == _OLD else change.added).append(pair)
        last = pair
    return change
