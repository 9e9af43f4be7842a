"""`kg link`: a graph -> links into other graphs. Reads: arguments. Emits: links.ttl beside the graph, counts."""

import argparse
import sys

from kg.cli.arguments import DEFAULT_OUTPUT, GRAPH_HELP, Commands, Parser, new_command, settled
from kg.cli.endpoints import add_client_flags, cache_of
from kg.errors import UsageError


def add(commands: "Commands[Parser]") -> None:
    """Add the command."""
    about = "link papers, persons, organizations, venues and categories to other graphs"
    examples = (
        "kg link --list\n"
        "kg link output --target doi --target orcid\n"
        "kg link output --target openalex --sssom links.sssom.tsv\n"
        "kg link output --quickstatements for-wikidata.tsv"
    )
    command = new_command(commands, "link", about, examples)
    command.add_argument("graph", nargs="?", default=DEFAULT_OUTPUT, metavar="GRAPH", help=GRAPH_HELP)
    command.add_argument(
        "--target",
        action="append",
        default=[],
        metavar="NAME",
        help="a graph to link to, or FILE.toml; several are possible",
    )
    command.add_argument("--list", action="store_true", help="list the targets that are built in")
    command.add_argument("--sssom", metavar="FILE", help="write all links as SSSOM TSV too")
    command.add_argument("--ntriples", metavar="FILE", help="write the triples of all accepted links too")
    command.add_argument("--quickstatements", metavar="FILE", help="write what links tell of items of Wikidata too")
    command.add_argument("--openrefine", metavar="FILE", help="write all things with their links as CSV too")
    command.add_argument(
        "--dump",
        action="append",
        default=[],
        metavar="FILE",
        help="read what the target has from a dump, instead of asking",
    )
    command.add_argument(
        "--read-sssom", action="append", default=[], metavar="FILE", help="take the mappings of an SSSOM file as links"
    )
    flags = command.add_argument_group("endpoints")
    flags.add_argument("--offline", action="store_true", help="link by the identifiers of the graph, and ask nobody")
    flags.add_argument("--endpoint", metavar="URL", help="ask this SPARQL endpoint instead of that of the target")
    flags.add_argument(
        "--scan",
        action=argparse.BooleanOptionalAction,
        help="read the list of all works instead of asking for ours (default: where the endpoint lists few)",
    )
    add_client_flags(flags)
    command.set_defaults(run=_link)


def _link(arguments: argparse.Namespace) -> int:
    """Link a graph, or list the targets."""
    from typing import get_args

    from kg.links.forms.others import Form
    from kg.links.outcomes import outcome_table
    from kg.links.targets.target import target, target_names
    from kg.pipeline.linking import link
    from kg.pipeline.reviewing import export_links
    from kg.progress import Progress

    if arguments.list:
        for name in target_names():
            found = target(name)
            if found.sides:
                sys.stdout.write(f"{name}\n  {found.title}: {', '.join(found.sides)}\n")
        return 0
    forms = {form: out for form in get_args(Form) if (out := getattr(arguments, form)) is not None}
    if not arguments.target and arguments.sssom is None and not arguments.read_sssom and not forms:
        raise UsageError("name a graph to link to with --target\nsee: kg link --list, kg link --help")
    made = link(
        settled(arguments.graph),
        targets=arguments.target,
        offline=arguments.offline,
        endpoint=arguments.endpoint,
        scan=arguments.scan,
        contact=arguments.contact,
        cache=cache_of(arguments),
        dumps=arguments.dump,
        mappings=arguments.read_sssom,
        sssom=arguments.sssom,
        progress=Progress(),
    )
    for form, out in forms.items():
        export_links(made.output, out, form)
    sys.stdout.write(outcome_table(made.outcomes) if made.outcomes else "")
    for note in made.notes:
        sys.stderr.write(f"kg: {note}\n")
    told = ", ".join(f"{number:,} {state}" for state, number in made.states.items()) or "no links"
    sys.stdout.write(f"{made.output}: {told}\n")
    return 0
