"""The parser of the command line. Reads: nothing. Emits: an argument parser; each command names its function."""

import argparse
import os
from typing import NoReturn

from kg import __version__
from kg.cli import commands as run
from kg.errors import UsageError

DEFAULT_OUTPUT = "output"
GRAPH_FORMATS = ("ttl", "jsonld", "nt")
TABLE_FORMATS = ("table", "json", "csv", "tsv", "xml", "ttl", "nt", "jsonld")
_DEFAULT_FORMATS = ("ttl", "jsonld")
_SEVERITIES = ("violation", "warning", "info")
_SOURCES = "a file, a folder, a glob, or - for standard input"
_GRAPH = f"a graph file, or a folder that a build wrote (default: {DEFAULT_OUTPUT})"


class Parser(argparse.ArgumentParser):
    """A parser whose errors end like all other bad use, with the command that explains."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of leaving, so that one place decides how errors are printed."""
        raise UsageError(f"{message}\nsee: {self.prog} --help")


def parser() -> Parser:
    """Return the parser of `kg`."""
    top = Parser(
        prog="kg",
        description="Turn descriptions of scholarly papers into a merged, validated, queryable RDF graph.",
        epilog="examples:\n  kg build examples\n  kg query --list\n  kg show transformer\n\nmore: kg COMMAND --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"scholarkg {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)
    for add in (_add_read, _add_build, _add_validate, _add_query, _add_show, _add_stats):
        add(commands)
    return top


def _command(commands: "argparse._SubParsersAction[Parser]", name: str, about: str, examples: str) -> Parser:
    return commands.add_parser(
        name,
        help=about,
        description=about[0].upper() + about[1:] + ".",
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _add_read(commands: "argparse._SubParsersAction[Parser]") -> None:
    about = "print the records of listing pages as JSON lines"
    command = _command(
        commands, "read", about, "  kg read examples\n  kg read page.txt --limit 1\n  kg read - < page.txt"
    )
    _add_sources(command)
    command.set_defaults(run=run.read)


def _add_sources(command: Parser) -> None:
    command.add_argument("sources", nargs="+", metavar="SOURCE", help=_SOURCES)
    command.add_argument("--jobs", type=_jobs, default=1, metavar="N", help="read with N processes (default 1)")
    command.add_argument("--limit", type=_positive, metavar="N", help="stop behind N records")


def _add_build(commands: "argparse._SubParsersAction[Parser]") -> None:
    about = "read sources, merge what they say, and publish the graph as files"
    examples = (
        "  kg build pages/\n  kg build a.txt b.txt -o graph --base https://example.org/kg/\n  kg build pages --strict"
    )
    command = _command(commands, "build", about, examples)
    _add_sources(command)
    command.add_argument("-o", "--output", default=DEFAULT_OUTPUT, metavar="DIR", help="the folder to publish in")
    command.add_argument("--base", metavar="IRI", help="what all IRIs of this graph begin with, with the final / or #")
    command.add_argument(
        "--formats",
        type=_formats,
        default=_DEFAULT_FORMATS,
        metavar="LIST",
        help="of ttl,jsonld,nt (default ttl,jsonld)",
    )
    command.add_argument(
        "--validate", choices=("full", "sample", "none"), default="full", help="which papers the shapes check"
    )
    command.add_argument(
        "--abstracts",
        choices=("keep", "local", "omit"),
        default="keep",
        help="keep: write them; local: use them to match, write none; omit: do not even read them",
    )
    command.add_argument("--license", metavar="IRI", help="the licence of the graph, stated in void.ttl")
    command.add_argument("--date", metavar="ISO", help="the day of publication (default: SOURCE_DATE_EPOCH, else none)")
    command.add_argument("--previous", metavar="DIR", help="an earlier build, whose IRIs stay")
    command.add_argument("--strict", action="store_true", help="exit 1 when a violation was found")
    command.add_argument("--fail-on", choices=_SEVERITIES, metavar="SEVERITY", help="exit 1 from this severity on")
    command.add_argument("--verbose", action="store_true", help="print the time of each stage")
    command.set_defaults(run=run.build)


def _add_validate(commands: "argparse._SubParsersAction[Parser]") -> None:
    about = "check a graph against the shapes; exit 1 when a violation is found"
    command = _command(
        commands, "validate", about, "  kg validate output/graph.ttl\n  kg validate output --report report.ttl"
    )
    command.add_argument("graph", nargs="?", default=DEFAULT_OUTPUT, metavar="GRAPH", help=_GRAPH)
    command.add_argument("--shapes", metavar="DIR", help="your own shapes instead of ours")
    command.add_argument("--report", metavar="FILE", help="write the validation report as Turtle")
    command.set_defaults(run=run.validate)


def _add_query(commands: "argparse._SubParsersAction[Parser]") -> None:
    about = "ask a graph: SPARQL, a .rq file, or a query by its name"
    examples = (
        "  kg query --list\n"
        '  kg query coauthors --param person="Ashish Vaswani"\n'
        '  kg query output/graph.ttl "SELECT ?title WHERE { ?paper kg:title ?title }" --format csv'
    )
    command = _command(commands, "query", about, examples)
    command.add_argument("words", nargs="*", metavar="[GRAPH] QUERY", help="a graph, if not output, and the question")
    command.add_argument("--list", action="store_true", help="list the named queries and their parameters")
    command.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help="a value for a named query")
    command.add_argument("--engine", choices=("oxigraph", "rdflib"), default="oxigraph", help="who answers")
    command.add_argument("--format", choices=TABLE_FORMATS, default="table", help="of the answer (default table)")
    command.add_argument("--timeout", type=_seconds, metavar="SECONDS", help="give up after so many seconds")
    command.set_defaults(run=run.query)


def _add_show(commands: "argparse._SubParsersAction[Parser]") -> None:
    about = "show what the graph knows of a paper, a person, a category or a source"
    command = _command(commands, "show", about, "  kg show transformer\n  kg show Ashish Vaswani --graph output")
    command.add_argument("words", nargs="+", metavar="WORDS", help="of a title or a name, or an IRI")
    command.add_argument("--graph", default=DEFAULT_OUTPUT, help=_GRAPH)
    command.set_defaults(run=run.show)


def _add_stats(commands: "argparse._SubParsersAction[Parser]") -> None:
    command = _command(commands, "stats", "count what a graph holds and how complete it is", "  kg stats output")
    command.add_argument("graph", nargs="?", default=DEFAULT_OUTPUT, metavar="GRAPH", help=_GRAPH)
    command.set_defaults(run=run.stats)


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return int(text)


def _jobs(text: str) -> int:
    return min(_positive(text), 4 * (os.cpu_count() or 1))


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0")
    return seconds


def _formats(text: str) -> tuple[str, ...]:
    asked = {name.strip() for name in text.split(",") if name.strip()} | {"ttl"}  # every later command reads graph.ttl
    unknown = sorted(asked - set(GRAPH_FORMATS))
    if unknown:
        raise argparse.ArgumentTypeError(f"no format {unknown[0]!r}; choose of {','.join(GRAPH_FORMATS)}")
    return tuple(form for form in GRAPH_FORMATS if form in asked)
