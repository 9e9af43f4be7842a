"""`kg enrich`: a graph -> sources that say more of its things. Reads: arguments. Emits: files, counts, a command."""

import argparse
import shlex
import sys
from pathlib import Path

import msgspec

from kg.cli.arguments import DEFAULT_OUTPUT, GRAPH_HELP, Commands, Parser, new_command, positive, settled
from kg.cli.endpoints import add_client_flags, cache_of
from kg.errors import UsageError

_ABOUT = "fetch what other services know of the things of a graph, as sources for the next build"
_EXAMPLES = (
    "kg enrich --list\n"
    "kg enrich output --target openalex --contact you@example.org\n"
    "kg enrich output --target crossref --missing authors,venue --limit 100"
)
_MISSING = (
    "ask only for things that lack one of these, such as doi,authors,venue,year,abstract,citations (default: for those "
    "that lack something that the target has, since nothing else can be gained)"
)


def add(commands: "Commands[Parser]") -> None:
    """Add the command."""
    command = new_command(commands, "enrich", _ABOUT, _EXAMPLES)
    command.add_argument("graph", nargs="?", default=DEFAULT_OUTPUT, metavar="GRAPH", help=GRAPH_HELP)
    command.add_argument(
        "--target",
        action="append",
        default=[],
        metavar="NAME",
        help="a service to ask, or FILE.toml; several are possible",
    )
    command.add_argument("--list", action="store_true", help="list the targets that have records to fetch")
    chosen = command.add_mutually_exclusive_group()
    chosen.add_argument("--missing", metavar="WORDS", help=_MISSING)
    chosen.add_argument("--all", action="store_true", help="ask for all things, whatever they lack")
    command.add_argument(
        "--limit",
        type=positive,
        metavar="N",
        help="ask for N things of each target at most, beside those of earlier runs",
    )
    command.add_argument("--refresh", action="store_true", help="ask again for what earlier runs asked for")
    flags = command.add_argument_group("services")
    flags.add_argument(
        "--offline", action="store_true", help="take what earlier runs and the cache have, and ask nobody"
    )
    flags.add_argument("--url", default="", metavar="URL", help="ask this address instead of the host of the target")
    flags.add_argument(
        "--endpoint", default="", metavar="URL", help="ask this SPARQL endpoint instead of that of the target"
    )
    add_client_flags(flags)
    command.set_defaults(run=_enrich)


def _enrich(arguments: argparse.Namespace) -> int:
    """Fetch records, or list the targets."""
    if arguments.list:
        _list()
        return 0
    from kg.links.enrich.enrichment import enrichment_table, facts
    from kg.pipeline.enriching import enrich
    from kg.progress import Progress

    if not arguments.target:
        raise UsageError("name a service to ask with --target\nsee: kg enrich --list, kg enrich --help")
    graph = settled(arguments.graph)
    made = enrich(
        graph,
        targets=arguments.target,
        missing=None if arguments.missing is None else facts(arguments.missing),
        every=arguments.all,
        limit=arguments.limit,
        offline=arguments.offline,
        refresh=arguments.refresh,
        url=arguments.url,
        endpoint=arguments.endpoint,
        contact=arguments.contact,
        cache=cache_of(arguments),
        progress=Progress(),
    )
    sys.stdout.write(enrichment_table(made.done))
    for note in made.notes:
        sys.stderr.write(f"kg: {note}\n")
    for path in made.files:
        sys.stdout.write(f"{path}\n")
    if made.files:
        sys.stdout.write(f"next: {_next(graph if graph.is_dir() else graph.parent, made.folder)}\n")
    return 0


def _list() -> None:
    from kg.links.targets.target import target, target_names

    for name in target_names():
        found = target(name)
        if found.enrich:
            keys = {f"{fetch.kind} by {fetch.key}": None for fetch in found.enrich}
            gives = sorted({word for fetch in found.enrich for word in fetch.gives})
            sys.stdout.write(f"{name}\n  {found.title}: {', '.join(keys)}\n  has {', '.join(gives)}\n")


class _Built(msgspec.Struct):
    """What a build says of itself."""

    arguments: list[str] = []


def _next(graph: Path, folder: Path) -> str:
    """Return the command that builds the graph anew with what was fetched: that of the last build, and the folder.

    `--previous` keeps the IRIs, on which links and decisions hang, where a paper gets a DOI.
    """
    words, sources = _last_build(graph)
    if not sources:
        words, sources = ["build", "SOURCE...", "-o", str(graph)], ["SOURCE..."]
    if str(folder) not in sources:
        at = next(at for at in range(len(words)) if words[at : at + len(sources)] == sources) + len(sources)
        words = [*words[:at], str(folder), *words[at:]]
    if "--previous" not in words:
        words = [*words, "--previous", str(graph)]
    return " ".join(["kg", *(word if word == "SOURCE..." else shlex.quote(word) for word in words)])


def _last_build(graph: Path) -> tuple[list[str], list[str]]:
    """Return the words of the command that built a graph, and the sources among them; none where that is not known."""
    from kg.cli import build

    top = Parser()
    build.add(top.add_subparsers(parser_class=Parser))
    try:
        words = msgspec.json.decode((graph / "build.json").read_bytes(), type=_Built).arguments
        parsed = top.parse_args(words)
    except (OSError, msgspec.DecodeError, UsageError):
        return [], []
    if not words or Path(parsed.output).resolve() != graph.resolve():  # it ran in another folder
        return [], []
    return words, parsed.sources
