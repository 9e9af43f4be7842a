"""A graph and a patch -> the patched graph. Reads: triples, operations. Emits: triples, or the row that misfits."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from kg.diff.patch import Operation
from kg.errors import InputError
from kg.store import TripleSpool
from kg.terms import Triple

_DIGITS = 12
_LAST = 10**_DIGITS - 1


def patched_triples(
    graph: Iterable[Triple],
    operations: Iterable[Operation],
    *,
    name: str,
    folder: Path | None = None,
    backwards: bool = False,
) -> Iterator[Triple]:
    """Yield the triples of a graph after all operations; an error comes after the last of them.

    Graph and operations go through one sort, where the rows about a triple stand behind it in their order.

    Args:
        graph: the triples of the graph that the patch was made for.
        operations: of the patch, in its order.
        name: of the patch, for messages.
        folder: where what does not fit in memory waits; it must exist.
        backwards: undo the patch: last row first, additions deleted and deletions added.

    Raises:
        InputError: rows delete what is not there, or add what is there already; the first of them is told.
    """
    spool = TripleSpool(folder)
    spool.add((subject, predicate, f"{value}\t") for subject, predicate, value in graph)
    spool.add(_marked(operations, backwards=backwards))
    misfits = 0
    worst: tuple[int, str, Triple] | None = None
    for triple, marks in groupby(_parted(spool), key=lambda pair: pair[0]):
        present = False
        for _, mark in marks:
            if not mark:
                present = True
                continue
            order, action = int(mark[:-1]), mark[-1]
            if present == (action == "A"):
                misfits += 1
                worst = min(worst or (order, action, triple), (order, action, triple))
            present = action == "A"
        if present:
            yield triple
    if worst is not None:
        raise _misfit(worst, misfits, name, backwards=backwards)


def _marked(operations: Iterable[Operation], *, backwards: bool) -> Iterator[Triple]:
    for line, action, (subject, predicate, value) in operations:
        order = _LAST - line if backwards else line
        done = action if not backwards else "D" if action == "A" else "A"
        yield subject, predicate, f"{value}\t{order:0{_DIGITS}d}{done}"


def _parted(spool: TripleSpool) -> Iterator[tuple[Triple, str]]:
    for subject, predicate, marked in spool.triples():
        value, _, mark = marked.rpartition("\t")
        yield (subject, predicate, value), mark


def _misfit(worst: tuple[int, str, Triple], misfits: int, name: str, *, backwards: bool) -> InputError:
    order, action, triple = worst
    line = _LAST - order if backwards else order
    what = "the graph has this triple already" if action == "A" else "the graph lacks the triple to delete"
    more = f" (and {misfits - 1:,} more rows)" if misfits > 1 else ""
    return InputError(
        f"{name}, line {line}: {what}{more}: {' '.join(triple)[:400]}\n"
        "the patch was made for another graph; nothing was written",
        source=name,
        line=line,
    )
