"""A graph file or triples -> an indexed store. Reads: .ttl .nt .nq .trig .jsonld .rdf, also .gz. Emits: Store."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store

from kg.errors import InputError
from kg.graph_files import graph_file, opened, syntax_of
from kg.terms import Triple

Graph = str | Path | Iterable[Triple]
_LINKS = "links.ttl"
_LINES = 50_000
"""Triples given to the engine at once."""


def load(graph: Graph, links: Path | None = None) -> Store:
    """Return the store of a graph file, of a folder with a `graph.*` in it, or of triples.

    `links.ttl` beside a file `graph.*` belongs to it, or the file `links`. What is validated is the default graph:
    named graphs repeat it, source by source.

    Raises:
        InputError: the file is missing, unreadable, malformed (with its line) or has named graphs only.
    """
    store = Store()
    if not isinstance(graph, str | Path):
        triples = iter(graph)
        while lines := "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in _some(triples)):
            store.bulk_load(lines.encode(), RdfFormat.N_TRIPLES)
        return store
    file = graph_file(Path(graph))
    with opened(file) as stream:
        store.bulk_load(stream, syntax_of(file))
    if len(store) and next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is None:
        raise InputError(
            f"{file} has statements in named graphs only: name the file of the default graph, or export it",
            source=str(file),
        )
    links = links or file.with_name(_LINKS)
    if file.name.startswith("graph.") and links.is_file():
        with opened(links) as stream:
            store.bulk_load(stream, syntax_of(links))
    return store


def _some(triples: Iterator[Triple]) -> Iterator[Triple]:
    return islice(triples, _LINES)
