"""`kg show`: words -> what the graph knows of them. Reads: arguments. Emits: a card or a list."""

import argparse
import sys

from kg.cli.arguments import DEFAULT_OUTPUT, GRAPH_HELP, Commands, Parser, graph_at, new_command


def add(commands: "Commands[Parser]") -> None:
    """Add the command."""
    about = "show what the graph knows of a paper, a person, a category or a source"
    command = new_command(commands, "show", about, "kg show Wasserstein GAN\nkg show Ashish Vaswani --graph output")
    command.add_argument("words", nargs="+", metavar="WORDS", help="of a title or a name, or an IRI")
    command.add_argument("--graph", default=DEFAULT_OUTPUT, help=GRAPH_HELP)
    command.set_defaults(run=_show)


def _show(arguments: argparse.Namespace) -> int:
    """Print a card of one thing, or a list of several."""
    from kg.query.table import terminal_width
    from kg.show import show as card

    sys.stdout.write(card(graph_at(arguments.graph), " ".join(arguments.words), width=terminal_width()))
    return 0
