"""`kg export`: a graph -> another form of it. Reads: arguments. Emits: a file or a stream, an exit code."""

import argparse
import sys
from typing import TYPE_CHECKING

from kg.cli.arguments import DEFAULT_OUTPUT, Commands, Parser, new_command, settled

if TYPE_CHECKING:
    from kg.profiles import Omission
    from kg.writers.rdfxml import LeftOut

PROFILE_NAMES = "bibtex biblatex ris csl-json schema-org spar skg-if quickstatements dublin-core"
_TOLD = 20
"""Triples that are told one by one; the rest is counted."""


def add(commands: "Commands[Parser]") -> None:
    """Add the command."""
    about = "write a graph in another form"
    examples = (
        "kg export output --to trig -o graph.trig.gz\n"
        "kg export output/graph.ttl --to jsonl | head -1\n"
        "kg export output -o papers.bib\n"
        "kg export other.rdf -o other.nt"
    )
    command = new_command(commands, "export", about, examples)
    command.add_argument(
        "graph",
        nargs="?",
        default=DEFAULT_OUTPUT,
        metavar="GRAPH",
        help=f"a file in any RDF syntax (also .gz .zst .bz2 .xz), a folder, or - (default: {DEFAULT_OUTPUT})",
    )
    command.add_argument(
        "--to",
        metavar="FORM",
        help="ttl nt nq trig rdfxml jsonld, jsonl (a paper a line), jsonld-framed (by paper); or, for other people's"
        f" tools, {PROFILE_NAMES}; default: as -o ends",
    )
    command.add_argument("-o", "--output", metavar="FILE", help="write here, packed if it ends in .gz or .zst")
    command.add_argument("--base", metavar="IRI", help="what relative IRIs in the file are relative to")
    command.add_argument("--verbose", action="store_true", help="print the time of each stage")
    command.set_defaults(run=_export)


def _export(arguments: argparse.Namespace) -> int:
    """Write the graph; tell what its form cannot hold; exit 1 if a triple is missing for that."""
    from kg.pipeline.exporting import export
    from kg.pipeline.profiling import profile_of
    from kg.progress import Progress

    profile = profile_of(arguments.to, arguments.output)
    if profile is not None:
        return _export_profile(arguments, profile.name)
    told: list[LeftOut] = []

    def tell(left: "LeftOut") -> None:
        if len(told) < _TOLD:
            told.append(left)

    result = export(
        arguments.graph if arguments.graph == "-" else settled(arguments.graph),
        to=arguments.to,
        output=arguments.output,
        base=arguments.base,
        progress=Progress(verbose=arguments.verbose),
        on_left_out=tell,
    )
    for left in told:
        sys.stderr.write(f"kg: left out: {' '.join(left.triple)[:400]} ({left.reason})\n")
    if result.left_out:
        sys.stderr.write(f"kg: {result.left_out:,} triples were left out; --to ttl holds them all\n")
    if result.named:
        sys.stderr.write(f"kg: {result.named:,} statements of named graphs were left out; --to trig holds them\n")
    if result.form in {"nq", "trig"} and not result.in_graphs:
        sys.stderr.write(
            f"kg: no named graph was there to write; kg build --formats {result.form} gives each source one\n"
        )
    return int(result.left_out > 0)


def _export_profile(arguments: argparse.Namespace, name: str) -> int:
    """Write the papers in a form of other people; tell which of them it could not take."""
    from kg.pipeline.profiling import export_profile
    from kg.progress import Progress

    told: list[Omission] = []

    def tell(omission: "Omission") -> None:
        if len(told) < _TOLD:
            told.append(omission)

    result = export_profile(
        arguments.graph if arguments.graph == "-" else settled(arguments.graph),
        to=name,
        output=arguments.output,
        base=arguments.base,
        progress=Progress(verbose=arguments.verbose),
        on_omission=tell,
    )
    for omission in told:
        sys.stderr.write(f"kg: {omission.iri}: {omission.reason}\n")
    if result.omissions > len(told):
        sys.stderr.write(f"kg: and {result.omissions - len(told):,} more of {result.papers:,} papers\n")
    return 0
