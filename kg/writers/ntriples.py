"""Groups -> N-Triples. Reads: groups of triples. Emits: one line a triple, in the order of the groups."""

from collections.abc import Iterable
from typing import BinaryIO

from kg.store import Group


def write_ntriples(groups: Iterable[Group], out: BinaryIO) -> None:
    """Write a graph as UTF-8 N-Triples: publishing order, single blanks, no comments (RDF 1.1 N-Triples, 4)."""
    for subject, pairs in groups:
        lines = [f"{subject} {predicate} {value} .\n" for predicate, value in pairs]
        out.write("".join(lines).encode())
