"""What all commands share. Reads: nothing. Emits: the parser class, argument types, the settled graph of a path."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.query import Graph
    from kg.query.federation import Federation

DEFAULT_OUTPUT = "output"
GRAPH_HELP = f"a graph file, or a folder that a build wrote (default: {DEFAULT_OUTPUT})"


class Parser(argparse.ArgumentParser):
    """A parser whose errors end like all other bad use, with the command that explains."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of leaving, so that one place decides how errors are printed."""
        raise UsageError(f"{message}\nsee: {self.prog} --help")


Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse publishes no other name for what add_subparsers returns


def new_command(commands: "Commands[Parser]", name: str, about: str, examples: str) -> Parser:
    """Return the parser of a new command; `about` is a phrase in small letters, `examples` are lines to type."""
    return commands.add_parser(
        name,
        help=about,
        description=about[0].upper() + about[1:] + ".",
        epilog="examples:\n" + "".join(f"  {line}\n" for line in examples.splitlines()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def positive(text: str) -> int:
    """Return a whole number above 0."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return min(int(text), sys.maxsize)


def named(text: str) -> str:
    """Return a text that is not empty: an unset variable in a script must not mean this folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty")
    return text


def processes(text: str) -> int:
    """Return a number of processes that this machine can bear."""
    return min(positive(text), 4 * (os.cpu_count() or 1))


def seconds(text: str) -> float:
    """Return a number of seconds above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0")
    return value


def settled(path: str) -> Path:
    """Return the path of a graph after finishing, or rolling back, what a killed build left open beside it."""
    from kg.writers.publish import recover

    graph = Path(path)
    recover(graph if graph.is_dir() else graph.parent)
    return graph


def graph_at(path: str, *, engine: str = "oxigraph", federate: "Federation | None" = None) -> "Graph":
    """Return the graph of a path, ready to be asked."""
    from kg.query import open_graph

    return open_graph(settled(path), engine=engine, federate=federate or False)
