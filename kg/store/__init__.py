"""What is kept and sorted, in bounded memory. Reads: triples, lines. Emits: publishing order, counts."""

from kg.store.counts import GraphCounts, Group, PropertyCount, graph_counts
from kg.store.lines import LineSpool
from kg.store.names import SECTIONS, kind_of, prefixed
from kg.store.triples import TripleSpool, sorted_groups

__all__ = [
    "SECTIONS",
    "GraphCounts",
    "Group",
    "LineSpool",
    "PropertyCount",
    "TripleSpool",
    "graph_counts",
    "kind_of",
    "prefixed",
    "sorted_groups",
]
