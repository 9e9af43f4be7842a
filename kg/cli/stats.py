"""`kg stats`: a graph -> its numbers. Reads: arguments. Emits: tables and bars."""

import argparse
import sys

from kg.cli.arguments import DEFAULT_OUTPUT, GRAPH_HELP, Commands, Parser, graph_at, new_command


def add(commands: "Commands[Parser]") -> None:
    """Add the command."""
    command = new_command(commands, "stats", "count what a graph holds and how complete it is", "kg stats output")
    command.add_argument("graph", nargs="?", default=DEFAULT_OUTPUT, metavar="GRAPH", help=GRAPH_HELP)
    command.set_defaults(run=_stats)


def _stats(arguments: argparse.Namespace) -> int:
    """Print the numbers of a graph."""
    from kg.stats import graph_counts, stats_table

    sys.stdout.write(stats_table(graph_counts(graph_at(arguments.graph))))
    return 0
