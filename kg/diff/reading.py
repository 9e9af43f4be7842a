"""A graph file -> its triples. Reads: .ttl .nt .nq .trig .jsonld .rdf, also .gz, as a stream. Emits: Triple."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse
from pyoxigraph import Triple as TripleTerm

from kg.errors import InputError
from kg.terms import Triple

_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".rdfxml": RdfFormat.RDF_XML,
}
_DEFAULT_GRAPH = DefaultGraph()


def graph_triples(path: Path) -> Iterator[Triple]:
    """Yield the triples of the default graph of a file, or of the `graph.*` in a folder.

    Language tags come in small letters (RDF 1.1 Concepts, 3.3, lets a reader do so); every other literal keeps its
    form. `links.ttl` and named graphs are left out: they repeat the graph or speak about it.

    Raises:
        InputError: the file is missing, of an unknown kind or malformed (with its line), has named graphs only, or
            holds blank nodes, which have no name by which two graphs could be compared.
    """
    file = _graph_file(path)
    seen = named = 0
    with _opened(file) as stream:
        try:
            for quad in parse(stream, format=_format(file)):
                if quad.graph_name != _DEFAULT_GRAPH:
                    named += 1
                    continue
                seen += 1
                yield _triple(quad, file)
        except SyntaxError as error:
            at = f", line {error.lineno}" if error.lineno else ""
            raise InputError(
                f"{file}{at}: {error.msg}: repair the file or build it again", source=str(file), line=error.lineno
            ) from error
        except (OSError, EOFError) as error:
            raise _unreadable(file, error) from error
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


def _graph_file(path: Path) -> Path:
    if not path.is_dir():
        return path
    for suffix in _FORMATS:
        for file in (path / f"graph{suffix}", path / f"graph{suffix}.gz"):
            if file.is_file():
                return file
    raise InputError(f"the folder {path} holds no graph: `kg build SOURCE... -o {path}` makes one", source=str(path))


def _format(file: Path) -> RdfFormat:
    suffix = (file.with_suffix("") if file.suffix == ".gz" else file).suffix.lower()
    if suffix not in _FORMATS:
        raise InputError(
            f"{file}: its suffix names no graph format; a graph ends in {' '.join(_FORMATS)} (also .gz)",
            source=str(file),
        )
    return _FORMATS[suffix]


def _opened(file: Path) -> IO[bytes]:
    _format(file)
    try:
        return cast("IO[bytes]", gzip.open(file)) if file.suffix == ".gz" else file.open("rb")
    except FileNotFoundError as error:
        raise InputError(
            f"there is no {file}: name the graph, or make one with `kg build SOURCE...`", source=str(file)
        ) from error
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: Exception) -> InputError:
    return InputError(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}", source=str(file))
