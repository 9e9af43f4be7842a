"""`kg review`: links that wait -> decisions. Reads: arguments, keys. Emits: decisions.tsv, links.ttl, a table to fill.

Keys come one by one from a terminal, or as letters from a pipe.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from kg.cli.arguments import DEFAULT_OUTPUT, Commands, Parser, new_command, settled
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.links.review.candidates import Candidates


def add(commands: "Commands[Parser]") -> None:
    """Add the command."""
    about = "decide on links that wait for a review"
    examples = (
        "kg review output\n"
        "kg review output/links.ttl --target wikidata\n"
        "kg review output --export to-review.tsv\n"
        "kg review output --import to-review.tsv"
    )
    command = new_command(commands, "review", about, examples)
    command.add_argument(
        "graph",
        nargs="?",
        default=DEFAULT_OUTPUT,
        metavar="LINKS",
        help=f"a links.ttl, or the folder or graph that it stands beside (default: {DEFAULT_OUTPUT})",
    )
    command.add_argument(
        "--target", action="append", default=[], metavar="NAME", help="links to this graph only; several are possible"
    )
    command.add_argument(
        "--state",
        choices=("candidate", "accepted", "rejected", "withdrawn"),
        default="candidate",
        help="of the links that are shown (default candidate)",
    )
    way = command.add_mutually_exclusive_group()
    way.add_argument("--export", metavar="FILE", help="write them as a table: its first column is to be filled in")
    way.add_argument("--import", metavar="FILE", dest="sheet", help="take the decisions of such a table")
    command.add_argument("--no-color", action="store_true", help="mark differences with brackets, not with colours")
    command.set_defaults(run=_review)


def _review(arguments: argparse.Namespace) -> int:
    """Walk the candidates, or write or take the table."""
    from kg.pipeline.reviewing import candidates, export_sheet

    settled(arguments.graph)
    if arguments.sheet is not None:
        return _import(arguments)
    with candidates(arguments.graph, targets=arguments.target, state=arguments.state) as found:
        if arguments.export is None:
            return _walk(arguments, found) if found else _told_nothing(arguments.state)
        export_sheet(found, arguments.export)
    if arguments.export != "-":
        sys.stdout.write(f"{arguments.export}: {len(found):,} links; fill in the first column, then --import it\n")
    return 0


def _told_nothing(state: str) -> int:
    sys.stdout.write(f"no {state} link waits for a decision\n")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from kg.pipeline.reviewing import import_sheet

    if arguments.target or arguments.state != "candidate":
        raise UsageError("--import takes all rows of the table: --target and --state go with --export")
    made = import_sheet(arguments.graph, arguments.sheet)
    for wrong in made.wrong:
        sys.stderr.write(f"kg: {arguments.sheet}, line {wrong.line}: {wrong.reason}\n")
    told = f", {len(made.wrong):,} rows are wrong" if made.wrong else ""
    sys.stdout.write(f"{made.decided:,} new decisions{told}\n{_states(made.linking.states)}\n")
    return 1 if made.wrong else 0


def _walk(arguments: argparse.Namespace, found: "Candidates") -> int:
    from kg.links.review.sides import Look
    from kg.links.review.walk import walk
    from kg.pipeline.reviewing import finish, review

    walking = review(arguments.graph, found)
    colour = not arguments.no_color and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    look = Look(shutil.get_terminal_size().columns, colour and os.environ.get("TERM") != "dumb")
    try:
        walk(walking, keys(sys.stdin), _tell, look)
    except KeyboardInterrupt:
        _tell("\n")
    left = len(found) - walking.count("accept") - walking.count("reject") - walking.closed
    made = finish(arguments.graph)
    closed = f" and {walking.closed:,} with them" if walking.closed else ""
    _tell(f"{walking.count('accept'):,} accepted, {walking.count('reject'):,} rejected{closed}, {left:,} left\n")
    _tell(f"{made.output}: {_states(made.states)}\n")
    return 0


def _states(states: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {state}" for state, number in states.items()) or "no links"


def _tell(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def keys(stream: TextIO) -> Iterator[str]:
    """Yield keys: each as it is pressed where `stream` is a terminal, else the letters of a text; blanks are none."""
    pressed = _pressed(stream) if stream.isatty() else iter(lambda: stream.read(1), "")
    return (key for key in pressed if not key.isspace())


def _pressed(stream: TextIO) -> Iterator[str]:
    try:
        import termios
        import tty
    except ImportError:  # no such terminals on Windows: letters count when a line ends
        yield from iter(lambda: stream.read(1), "")
        return
    place = stream.fileno()
    while True:
        before = termios.tcgetattr(place)
        try:
            tty.setcbreak(place)
            pressed = os.read(place, 64).decode("utf-8", "ignore")
        finally:
            termios.tcsetattr(place, termios.TCSADRAIN, before)
        if pressed in {"", "\x04"}:
            return
        if pressed.startswith("\x1b"):  # an arrow or another key of several signs
            yield "?"
        else:
            yield from pressed
