"""What a graph holds, in numbers. Reads: a graph that answers SELECT. Emits: counts, tables, JSON, pictures."""

from kg.stats.counts import SOURCE_FIELDS, Share, SourceShares, Statistics, graph_counts
from kg.stats.network import Coauthors, coauthors
from kg.stats.plotting import plot, plot_format, plot_links
from kg.stats.tables import stats_json, stats_table

__all__ = [
    "SOURCE_FIELDS",
    "Coauthors",
    "Share",
    "SourceShares",
    "Statistics",
    "coauthors",
    "graph_counts",
    "plot",
    "plot_format",
    "plot_links",
    "stats_json",
    "stats_table",
]
