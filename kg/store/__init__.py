"""What is kept and sorted, in bounded memory. Reads: triples, lines. Emits: publishing order, counts."""

from kg.store.counts import GraphCounts, Group, PropertyCount, graph_counts
from kg.store.lines import LineSpool
from kg.store.names import SECTIONS, kind_of, namespace, prefixed
from kg.store.quads import NamedGraphs, Quad, QuadSpool
from kg.store.triples import TripleSpool, sorted_groups

__all__ = [
    "SECTIONS",
    "GraphCounts",
    "Group",
    "LineSpool",
    "NamedGraphs",
    "PropertyCount",
    "Quad",
    "QuadSpool",
    "TripleSpool",
    "graph_counts",
    "kind_of",
    "namespace",
    "prefixed",
    "sorted_groups",
]
