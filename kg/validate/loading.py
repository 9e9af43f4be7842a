"""A graph file or triples -> an indexed store. Reads: .ttl .nt .nq .trig .jsonld .rdf, also .gz. Emits: Store."""

import gzip
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, cast

from pyoxigraph import DefaultGraph, RdfFormat, Store

from kg.errors import InputError
from kg.terms import Triple

Graph = str | Path | Iterable[Triple]
_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".rdfxml": RdfFormat.RDF_XML,
}
_LINES = 50_000
"""Triples given to the engine at once."""


def load(graph: Graph) -> Store:
    """Return the store of a graph file, of a folder with a `graph.*` in it, or of triples.

    What is validated is the default graph: named graphs repeat it, source by source.

    Raises:
        InputError: the file is missing, unreadable, malformed (with its line) or has named graphs only.
    """
    store = Store()
    if not isinstance(graph, str | Path):
        triples = iter(graph)
        while lines := "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in _some(triples)):
            store.bulk_load(lines.encode(), RdfFormat.N_TRIPLES)
        return store
    file = _graph_file(Path(graph))
    _load_file(store, file)
    if len(store) and next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is None:
        raise InputError(
            f"{file} has statements in named graphs only: name the file of the default graph, or export it",
            source=str(file),
        )
    return store


def _some(triples: Iterator[Triple]) -> Iterator[Triple]:
    return islice(triples, _LINES)


def _graph_file(path: Path) -> Path:
    if not path.is_dir():
        return path
    for suffix in _FORMATS:
        for file in (path / f"graph{suffix}", path / f"graph{suffix}.gz"):
            if file.is_file():
                return file
    raise InputError(f"the folder {path} holds no graph: `kg build SOURCE... -o {path}` makes one", source=str(path))


def _load_file(store: Store, file: Path) -> None:
    packed = file.suffix == ".gz"
    suffix = (file.with_suffix("") if packed else file).suffix.lower()
    name = str(file)
    if suffix not in _FORMATS:
        kinds = " ".join(_FORMATS)
        raise InputError(f"{file}: its suffix names no graph format; a graph ends in {kinds} (also .gz)", source=name)
    try:
        with cast("IO[bytes]", gzip.open(file) if packed else file.open("rb")) as stream:
            store.bulk_load(stream, _FORMATS[suffix])
    except FileNotFoundError as error:
        message = f"there is no {file}: name the graph, or make one with `kg build SOURCE...`"
        raise InputError(message, source=name) from error
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{file} cannot be read: {reason}", source=name) from error
    except SyntaxError as error:
        place = f", line {error.lineno}" if error.lineno else ""
        message = f"{file}{place}: {error.msg}: repair the file or build it again"
        raise InputError(message, source=name, line=error.lineno) from error
