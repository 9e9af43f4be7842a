"""`kg diff`: two graphs -> what differs. Reads: arguments. Emits: words or an RDF patch, an exit code."""

import argparse
import sys

from kg.cli.arguments import Commands, Parser, new_command, positive, settled


def add(commands: "Commands[Parser]") -> None:
    """Add the command."""
    about = "tell what two graphs differ in: in words, or as a patch that `kg patch` applies"
    examples = "kg diff last-week output\nkg diff a.ttl b.ttl --format patch >changes.rdfp\nkg diff a b --exit-code"
    command = new_command(commands, "diff", about, examples)
    command.add_argument("old", metavar="A", help="a graph file, or a folder that a build wrote")
    command.add_argument("new", metavar="B", help="the graph to compare it with")
    command.add_argument(
        "--format", choices=("words", "patch"), default="words", help="for people, or as an RDF patch (default words)"
    )
    command.add_argument(
        "--limit", type=positive, default=10, metavar="N", help="things to list of each kind (default 10)"
    )
    command.add_argument(
        "--parts", action="store_true", help="list the authorships, records, ... of added and removed papers too"
    )
    command.add_argument("--exit-code", action="store_true", help="exit 1 if the graphs differ, 0 if not")
    command.set_defaults(run=_diff)


def _diff(arguments: argparse.Namespace) -> int:
    """Print what differs."""
    from kg.diff import compare, words, write_patch

    with compare(settled(arguments.old), settled(arguments.new)) as comparison:
        if arguments.format == "patch":
            write_patch(comparison, sys.stdout.buffer)
        else:
            names = arguments.old, arguments.new
            sys.stdout.write(words(comparison, names=names, limit=arguments.limit, parts=arguments.parts))
        return int(arguments.exit_code and any(change.fate != "same" for change in comparison))
