"""Named graphs sorted. Reads: triples with the graph they stand in. Emits: graph after graph, in publishing order."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from kg.store.counts import Group, graph_counts
from kg.store.lines import RUN_BYTES, LineSpool
from kg.store.names import namespace
from kg.store.triples import SortLines, subject_key, subject_of
from kg.terms import Term

Quad = tuple[Term, Term, Term, Term]
"""Subject, predicate, object, and the name of the graph. Triples of the default graph are no quads here."""

NamedGraphs = Iterable[tuple[Term, Iterable[Group]]]
"""Graph names in publishing order, each with its groups, which have to be read before the next name is taken."""


class QuadSpool:
    """A bag of quads that is filled once, then read as often as needed, sorted and without repeats."""

    def __init__(self, folder: Path | None = None, *, run_bytes: int = RUN_BYTES) -> None:
        """Keep at most about `run_bytes` in memory and the rest in files below `folder`, which must exist.

        Without `folder` everything stays in memory.
        """
        self._lines = LineSpool(folder, name="quads", run_bytes=run_bytes)
        self._order = SortLines()

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads; a repeated one counts once.

        Raises:
            ValueError: the spool has been read already.
        """
        self._lines.add(self._sort_lines(quads))

    def graphs(self) -> Iterator[tuple[Term, Iterator[Group]]]:
        """Yield each named graph with its groups."""
        for key, lines in groupby(self._lines, key=_graph_key):
            yield subject_of(key), self._order.groups(line[len(key) + 1 :] for line in lines)

    def namespaces(self) -> frozenset[str]:
        """Return the namespaces that the named graphs and their names use (`GraphCounts.namespaces`)."""
        names: set[Term] = set()

        def everything() -> Iterator[Group]:
            for name, groups in self.graphs():
                names.add(name)
                yield from groups

        used = graph_counts(everything()).namespaces
        return used | {space for name in names if (space := namespace(name)) is not None}

    def _sort_lines(self, quads: Iterable[Quad]) -> Iterator[bytes]:
        for graph, run in groupby(quads, key=itemgetter(3)):
            key = subject_key(graph).encode() + b"\t"
            for line in self._order.lines(quad[:3] for quad in run):
                yield key + line


def _graph_key(line: bytes) -> bytes:
    return line[: line.index(b"\t")]
