"""`kg build`: sources -> a published graph. Reads: arguments. Emits: files, a summary, an exit code."""

import argparse
import sys

from kg.cli.arguments import DEFAULT_OUTPUT, Commands, Parser, named, new_command
from kg.cli.read import add_sources
from kg.model import SEVERITIES

_FORMATS = ("ttl", "jsonld", "nt", "nq", "trig", "rdfxml")
_DEFAULT_FORMATS = ("ttl", "jsonld")


def add(commands: "Commands[Parser]") -> None:
    """Add the command."""
    about = "read sources, merge what they say, and publish the graph as files"
    examples = "kg build pages/\nkg build a.txt b.txt -o graph --base https://example.org/kg/\nkg build pages --strict"
    command = new_command(commands, "build", about, examples)
    add_sources(command)
    command.add_argument(
        "-o",
        "--output",
        type=named,
        default=DEFAULT_OUTPUT,
        metavar="DIR",
        help="the folder to publish in (default: output)",
    )
    command.add_argument(
        "--base", type=named, metavar="IRI", help="what all IRIs of this graph begin with, with the final / or #"
    )
    command.add_argument(
        "--formats",
        type=_formats,
        default=_DEFAULT_FORMATS,
        metavar="LIST",
        help="of ttl,jsonld,nt,nq,trig,rdfxml (default ttl,jsonld; ttl is always written); in nq and trig each source "
        "has a named graph",
    )
    command.add_argument(
        "--validate",
        choices=("full", "sample", "none"),
        default="full",
        help="which papers the shapes check (default full)",
    )
    command.add_argument(
        "--abstracts",
        choices=("keep", "local", "omit"),
        default="keep",
        help="keep: write them; local: use them to match, write none; omit: do not even read them (default keep)",
    )
    command.add_argument("--license", metavar="IRI", help="the licence of the graph, stated in void.ttl")
    command.add_argument("--date", metavar="ISO", help="the day of publication (default: SOURCE_DATE_EPOCH, else none)")
    command.add_argument("--previous", metavar="DIR", help="an earlier build, whose IRIs stay")
    command.add_argument("--strict", action="store_true", help="exit 1 when a violation was found")
    command.add_argument(
        "--fail-on",
        choices=SEVERITIES,
        metavar="SEVERITY",
        help="exit 1 from this severity on: info, warning or violation",
    )
    command.add_argument("--verbose", action="store_true", help="print the time of each stage")
    command.set_defaults(run=_build)


def _formats(text: str) -> tuple[str, ...]:
    asked = {name.strip() for name in text.split(",") if name.strip()} | {"ttl"}  # every later command reads graph.ttl
    unknown = sorted(asked - set(_FORMATS))
    if unknown:
        raise argparse.ArgumentTypeError(f"no format {unknown[0]!r}; choose of {','.join(_FORMATS)}")
    return tuple(form for form in _FORMATS if form in asked)


def _build(arguments: argparse.Namespace) -> int:
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
        as_format=arguments.as_format,
        columns=arguments.columns,
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
