"""A graph file -> its triples. Reads: .ttl .nt .nq .trig .jsonld .rdf, also .gz, as a stream. Emits: Triple."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, parse
from pyoxigraph import Triple as TripleTerm

from kg.errors import InputError
from kg.graph_files import graph_file, opened, syntax_of
from kg.terms import Triple

_DEFAULT_GRAPH = DefaultGraph()


def graph_triples(path: Path) -> Iterator[Triple]:
    """Yield the triples of the default graph of a file, or of the `graph.*` in a folder.

    Language tags come in small letters (RDF 1.1 Concepts, 3.3, lets a reader do so); every other literal keeps its
    form. `links.ttl` and named graphs are left out: they repeat the graph or speak about it.

    Raises:
        InputError: the file is missing, of an unknown kind or malformed (with its line), has named graphs only, or
            holds blank nodes, which have no name by which two graphs could be compared.
    """
    file = graph_file(path)
    seen = named = 0
    with opened(file) as stream:
        for quad in parse(stream, format=syntax_of(file)):
            if quad.graph_name != _DEFAULT_GRAPH:
                named += 1
                continue
            seen += 1
            yield _triple(quad, file)
    if named and not seen:
        raise InputError(
            f"{file} has statements in named graphs only: name the file of the default graph", source=str(file)
        )


def _triple(quad: Quad, file: Path) -> Triple:
    subject, predicate, value = str(quad.subject), str(quad.predicate), str(quad.object)
    if isinstance(quad.object, TripleTerm):
        raise InputError(f"{file}: {subject} {predicate} has a triple as object, which RDF 1.1 lacks", source=str(file))
    if subject[0] == "_" or value[0] == "_":
        raise InputError(
            f"{file}: {subject} {predicate} has a blank node; graphs are compared and patched by names: "
            "give each node an IRI (every graph of `kg build` has them)",
            source=str(file),
        )
    return subject, predicate, value
