"""`kg validate`: a graph -> what it breaks. Reads: arguments. Emits: findings, an exit code."""

import argparse
import sys
from pathlib import Path

from kg.cli.arguments import DEFAULT_OUTPUT, GRAPH_HELP, Commands, Parser, new_command, settled


def add(commands: "Commands[Parser]") -> None:
    """Add the command."""
    about = "check a graph against the shapes; exit 1 when a violation is found"
    command = new_command(
        commands, "validate", about, "kg validate output/graph.ttl\nkg validate output --report report.ttl"
    )
    command.add_argument("graph", nargs="?", default=DEFAULT_OUTPUT, metavar="GRAPH", help=GRAPH_HELP)
    command.add_argument("--shapes", metavar="DIR", help="your own shapes instead of ours")
    command.add_argument("--report", metavar="FILE", help="write the validation report as Turtle")
    command.set_defaults(run=_validate)


def _validate(arguments: argparse.Namespace) -> int:
    """Check a graph; print its findings; exit 1 if there is a violation."""
    from kg.iris import DEFAULT_BASE
    from kg.pipeline.validation import report_turtle, results_text
    from kg.progress import Progress
    from kg.validate import validate as validate_graph

    shapes = None if arguments.shapes is None else Path(arguments.shapes)
    report = validate_graph(settled(arguments.graph), shapes, progress=Progress())
    if arguments.report is not None:
        Path(arguments.report).write_bytes(report_turtle(report, DEFAULT_BASE))
    sys.stdout.write(results_text(report))
    return int(report.count("violation") > 0)
