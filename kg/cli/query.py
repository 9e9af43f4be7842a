"""`kg query`: a question -> its answer. Reads: arguments. Emits: an answer in a format, an exit code."""

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.arguments import DEFAULT_OUTPUT, Commands, Parser, graph_at, new_command, positive, seconds
from kg.cli.endpoints import add_endpoint_flags, federation, remote_graph
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.query import Graph
    from kg.query.remote import RemoteGraph

_FORMATS = ("table", "json", "csv", "tsv", "xml", "ttl", "nt", "jsonld")


def add(commands: "Commands[Parser]") -> None:
    """Add the command."""
    about = "ask a graph: SPARQL, a .rq file, a query by its name, or at a prompt"
    examples = (
        "kg query --list\n"
        'kg query coauthors --param person="Ashish Vaswani"\n'
        'kg query output/graph.ttl "SELECT ?title WHERE { ?paper kg:title ?title }" --format csv\n'
        "kg query counts --endpoint http://localhost:7878/query\n"
        "kg query semopenalex-citations --federate"
    )
    command = new_command(commands, "query", about, examples)
    command.add_argument(
        "words",
        nargs="*",
        metavar="[GRAPH] QUERY",
        help="a graph, if not output, and the question; without one, a prompt",
    )
    command.add_argument("--list", action="store_true", help="list the named queries and their parameters")
    command.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help="a value for a named query")
    command.add_argument("--engine", choices=("oxigraph", "rdflib"), help="who answers (default oxigraph)")
    command.add_argument("--format", choices=_FORMATS, default="table", help="of the answer (default table)")
    command.add_argument("--limit", type=positive, metavar="N", help="end the answer after so many rows")
    command.add_argument("--timeout", type=seconds, metavar="SECONDS", help="give up after so many seconds of waiting")
    command.add_argument(
        "--labels",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="what things are called, beside their IRIs in a table (default: yes)",
    )
    add_endpoint_flags(command)
    command.set_defaults(run=_query)


def _query(arguments: argparse.Namespace) -> int:
    """Answer one question, or list the named ones."""
    from kg.query.telling import tell

    if arguments.list:
        sys.stdout.write(_listed_queries())
        return 0
    if _wants_prompt(arguments.words):
        return _prompt(arguments)
    if not 1 <= len(arguments.words) <= 2:
        raise UsageError("name a query, or a graph and a query\nsee: kg query --list, kg query --help")
    *graphs, question = arguments.words
    if not graphs and _is_graph(question):
        raise UsageError(f"{question} is a graph; what is the question?\nsee: kg query --list, kg query --help")
    graph = _graph(arguments, graphs)
    notes = tell(
        graph,
        question,
        _parameters(arguments.param),
        out=sys.stdout,
        form=arguments.format,
        timeout=arguments.timeout,
        limit=arguments.limit,
        labels=arguments.labels,
    )
    for note in notes:
        sys.stderr.write(f"kg: {note}\n")
    return 0


def _is_graph(word: str) -> bool:
    """Return whether a word names a folder or a graph file that is there."""
    from kg.graph_files import SUFFIXES

    if not word or "{" in word or word.endswith(".rq"):
        return False
    # os.path answers false where a name is too long or malformed; pathlib raises
    return os.path.isdir(word) or (os.path.isfile(word) and Path(word).suffix in SUFFIXES)  # noqa: PTH112, PTH113


def _wants_prompt(words: list[str]) -> bool:
    """Return whether somebody at a terminal named no question: nothing at all, or only the path of a graph."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return not words or (len(words) == 1 and _names_graph(words[0]))


def _names_graph(word: str) -> bool:
    with suppress(OSError, ValueError):  # longer than a path may be, or with a character that none has
        return not word.endswith(".rq") and Path(word).exists()
    return False


def _graph(arguments: argparse.Namespace, named: list[str]) -> "Graph | RemoteGraph":
    """Return what is asked: an endpoint, a graph that is named, or the graph of the default folder."""
    remote = remote_graph(arguments)
    if remote is not None and (named or arguments.engine):
        raise UsageError("--endpoint is asked instead of a graph: leave the graph and --engine out")
    path = named[0] if named else DEFAULT_OUTPUT
    return remote or graph_at(path, engine=arguments.engine or "oxigraph", federate=federation(arguments))


def _prompt(arguments: argparse.Namespace) -> int:
    """Ask for questions until the user leaves."""
    from kg.query.prompt import Session, history_file, run_prompt

    graph = _graph(arguments, arguments.words)
    session = Session(graph, arguments.format, arguments.timeout, arguments.limit, arguments.labels)
    run_prompt(session, graph.prefixes, out=sys.stdout, history=history_file())
    return 0


def _parameters(given: list[str]) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not name or not sign:
            raise UsageError(f"--param {pair}: write it as NAME=VALUE")
        if name in parameters:
            raise UsageError(f"--param {name} is given twice: a parameter has one value")
        parameters[name] = value
    return parameters


def _listed_queries() -> str:
    from kg.query import library
    from kg.query.page import SECTIONS

    lines = []
    for keyword, heading in SECTIONS.items():
        lines.append(f"{heading}\n")
        for named in library():
            if named.keywords[0] == keyword:
                asks = "".join(f"      --federate (asks {endpoint})\n" for endpoint in named.endpoints)
                lines.append(f"  {named.name}\n    {named.title}\n{asks}")
                lines += [f"      --param {parameter}\n" for parameter in named.parameters]
    return "".join(lines)
