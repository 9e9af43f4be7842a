"""`kg patch`: a graph and an RDF patch -> the patched graph. Reads: arguments. Emits: a graph, an exit code."""

import argparse
import sys

from kg.cli.arguments import Commands, Parser, new_command, settled


def add(commands: "Commands[Parser]") -> None:
    """Add the command."""
    about = "apply an RDF patch to a graph, as a whole or not at all"
    examples = "kg patch old.ttl changes.rdfp -o new.ttl\nkg diff a b --format patch | kg patch a - -o c.ttl"
    command = new_command(commands, "patch", about, examples)
    command.add_argument("graph", metavar="GRAPH", help="a graph file, or a folder that a build wrote")
    command.add_argument("patch", metavar="PATCHFILE", help="the RDF patch, `-` for standard input")
    command.add_argument(
        "-o", "--output", metavar="FILE", help="where to write: .ttl, .nt or .jsonld (default: Turtle, printed)"
    )
    command.add_argument("--reverse", action="store_true", help="undo the patch instead")
    command.set_defaults(run=_patch)


def _patch(arguments: argparse.Namespace) -> int:
    """Write the patched graph."""
    from kg.pipeline.patching import patch_graph

    told = patch_graph(settled(arguments.graph), arguments.patch, output=arguments.output, backwards=arguments.reverse)
    sys.stderr.write(f"kg: {told}\n")
    return 0
