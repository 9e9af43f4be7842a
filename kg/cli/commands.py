"""One function a command. Reads: parsed arguments. Emits: text on standard output, an exit code."""

import argparse
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.model import SEVERITIES, Finding, Reject

if TYPE_CHECKING:
    from kg.query import Graph

# Modules are imported where they are used: `kg query` must not pay for the validator, nor `kg --help` for anything.


def read(arguments: argparse.Namespace) -> int:
    """Print records as JSON lines; what could not be read goes to standard error."""
    from kg.pipeline.reading import read as read_records
    from kg.progress import Progress
    from kg.writers.records import record_line

    records = read_records(
        *arguments.sources, jobs=arguments.jobs, progress=Progress(), on_reject=_tell_reject, on_finding=_tell_finding
    )
    for record in islice(records, arguments.limit):
        sys.stdout.buffer.write(record_line(record) + b"\n")
    return 0


def _tell_reject(reject: Reject) -> None:
    lines = "" if reject.start_line is None else f":{reject.start_line}-{reject.end_line}"
    sys.stderr.write(f"kg: {reject.source}{lines}: not read: {reject.reason}; {reject.repair}\n")


def _tell_finding(finding: Finding) -> None:
    sys.stderr.write(f"kg: {finding.severity}: {finding.message}; {finding.repair}\n")


def build(arguments: argparse.Namespace) -> int:
    """Build and publish; print what was made, the most serious findings and what to try next."""
    from kg.iris import DEFAULT_BASE
    from kg.pipeline import build as build_graph
    from kg.progress import Progress

    built = build_graph(
        *arguments.sources,
        output=arguments.output,
        base=arguments.base or DEFAULT_BASE,
        formats=arguments.formats,
        jobs=arguments.jobs,
        limit=arguments.limit,
        validate=arguments.validate,
        abstracts=arguments.abstracts,
        license=arguments.license,
        date=arguments.date,
        previous=arguments.previous,
        progress=Progress(verbose=arguments.verbose),
        arguments=sys.argv[1:],
    )
    sys.stdout.write(str(built))
    limit = arguments.fail_on or ("violation" if arguments.strict else None)
    worst = built.worst()
    return int(limit is not None and worst is not None and SEVERITIES.index(worst) <= SEVERITIES.index(limit))


def validate(arguments: argparse.Namespace) -> int:
    """Check a graph; print its findings; exit 1 if there is a violation."""
    from kg.iris import DEFAULT_BASE
    from kg.pipeline.validation import report_turtle, results_text
    from kg.progress import Progress
    from kg.validate import validate as validate_graph
    from kg.writers.publish import recover

    recover(_folder(arguments.graph))
    shapes = None if arguments.shapes is None else Path(arguments.shapes)
    report = validate_graph(Path(arguments.graph), shapes, progress=Progress())
    if arguments.report is not None:
        Path(arguments.report).write_bytes(report_turtle(report, DEFAULT_BASE))
    sys.stdout.write(results_text(report))
    return int(report.count("violation") > 0)


def query(arguments: argparse.Namespace) -> int:
    """Answer one question, or list the named ones."""
    from kg.query import write_answer
    from kg.query.rows import Rows

    if arguments.list:
        sys.stdout.write(_listed_queries())
        return 0
    if not 1 <= len(arguments.words) <= 2:
        raise UsageError("name a query, or a graph and a query\nsee: kg query --list, kg query --help")
    *graphs, question = arguments.words
    graph = _graph(graphs[0] if graphs else "output", engine=arguments.engine)
    parameters = _parameters(arguments.param)
    answer = graph.query(question, parameters, timeout=arguments.timeout)
    write_answer(answer, arguments.format, sys.stdout)
    notes = [] if isinstance(answer, bool) else list(answer.notes)
    if isinstance(answer, Rows) and not len(answer):
        notes.append(graph.why_empty(question, parameters))
    for note in notes:
        sys.stderr.write(f"kg: {note}\n")
    return 0


def _graph(path: str, *, engine: str = "oxigraph") -> "Graph":
    from kg.query import open_graph
    from kg.writers.publish import recover

    recover(_folder(path))
    return open_graph(path, engine=engine)


def _folder(graph: str) -> Path:
    """Return the folder whose open journal, if there is one, has to be settled before the graph is read."""
    return Path(graph) if Path(graph).is_dir() else Path(graph).parent


def _parameters(given: list[str]) -> dict[str, str]:
    parameters = dict(pair.split("=", 1) for pair in given if "=" in pair)
    wrong = [pair for pair in given if "=" not in pair or pair.startswith("=")]
    if wrong:
        raise UsageError(f"--param {wrong[0]}: write it as NAME=VALUE")
    return parameters


def _listed_queries() -> str:
    from kg.query import library

    lines = []
    for named in library():
        lines.append(f"{named.name}\n    {named.title}")
        lines += [f"      --param {parameter}" for parameter in named.parameters]
    return "\n".join(lines) + "\n"


def show(arguments: argparse.Namespace) -> int:
    """Print a card of one thing, or a list of several."""
    from kg.query.table import terminal_width
    from kg.show import show as card

    sys.stdout.write(card(_graph(arguments.graph), " ".join(arguments.words), width=terminal_width()))
    return 0


def stats(arguments: argparse.Namespace) -> int:
    """Print the numbers of a graph."""
    from kg.stats import graph_counts, stats_table

    sys.stdout.write(stats_table(graph_counts(_graph(arguments.graph))))
    return 0
