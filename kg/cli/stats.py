"""`kg stats`: a graph -> its numbers. Reads: arguments. Emits: tables with bars, JSON, a picture."""

import argparse
import sys

from kg.cli.arguments import DEFAULT_OUTPUT, GRAPH_HELP, Commands, Parser, graph_at, new_command, settled


def add(commands: "Commands[Parser]") -> None:
    """Add the command."""
    about = "count what a graph holds and how complete it is"
    examples = (
        "kg stats output\nkg stats output --format json\nkg stats output --plot numbers.svg\n"
        "kg stats output --links --plot links.svg"
    )
    command = new_command(commands, "stats", about, examples)
    command.add_argument("graph", nargs="?", default=DEFAULT_OUTPUT, metavar="GRAPH", help=GRAPH_HELP)
    command.add_argument("--format", choices=("table", "json"), default="table", help="of the numbers (default table)")
    command.add_argument("--plot", metavar="FILE", help="draw them too: a .png or .svg (needs scholarkg[plot])")
    command.add_argument(
        "--links", action="store_true", help="count what is linked to other graphs, by target, class and year"
    )
    command.set_defaults(run=_stats)


def _stats(arguments: argparse.Namespace) -> int:
    """Print the numbers of a graph, and draw them on demand."""
    if arguments.links:
        return _links(arguments)
    from kg.stats import coauthors, graph_counts, plot, plot_format, stats_json, stats_table

    form = None if arguments.plot is None else plot_format(arguments.plot)
    graph = graph_at(arguments.graph)
    statistics = graph_counts(graph)
    if form is not None:
        note = plot(statistics, coauthors(graph), arguments.plot, form=form)
        if note:
            sys.stderr.write(f"kg: {note}\n")
    sys.stdout.write(stats_json(statistics) if arguments.format == "json" else stats_table(statistics))
    return 0


def _links(arguments: argparse.Namespace) -> int:
    """Print how far a graph is linked, and where its links contradict each other."""
    from kg.links.statistics.text import statistics_json, statistics_table
    from kg.pipeline.reviewing import link_statistics
    from kg.stats import plot_format

    form = None if arguments.plot is None else plot_format(arguments.plot)
    statistics = link_statistics(settled(arguments.graph))
    if form is not None:
        from kg.pipeline.link_pictures import draw_links

        note = draw_links(statistics, arguments.plot, form=form)
        if note:
            sys.stderr.write(f"kg: {note}\n")
    sys.stdout.write(statistics_json(statistics) if arguments.format == "json" else statistics_table(statistics))
    return 0
