"""Groups and named graphs -> N-Quads. Reads: sorted groups. Emits: one line a triple, the default graph first."""

from collections.abc import Iterable
from typing import BinaryIO

from kg.store import Group, NamedGraphs
from kg.writers.ntriples import write_ntriples


def write_nquads(groups: Iterable[Group], graphs: NamedGraphs, out: BinaryIO) -> None:
    """Write a dataset as UTF-8 N-Quads: the lines of the default graph are exactly its N-Triples."""
    write_ntriples(groups, out)
    for name, named_groups in graphs:
        for subject, pairs in named_groups:
            lines = [f"{subject} {predicate} {value} {name} .\n" for predicate, value in pairs]
            out.write("".join(lines).encode())
