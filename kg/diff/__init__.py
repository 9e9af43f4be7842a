"""What two graphs differ in. Reads: graph files, RDF patches. Emits: changes, words, patches, triples."""

from kg.diff.applying import patched_triples
from kg.diff.changes import Change, Comparison, compare
from kg.diff.patch import Operation, read_patch, write_patch
from kg.diff.reading import graph_triples
from kg.diff.words import words

__all__ = [
    "Change",
    "Comparison",
    "Operation",
    "compare",
    "graph_triples",
    "patched_triples",
    "read_patch",
    "words",
    "write_patch",
]
