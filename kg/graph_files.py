"""Graph files by name -> open streams of a known syntax. Reads: paths. Emits: pyoxigraph formats, streams, errors.

Shared by all who read a graph: the query engine, the validator, the comparison. Every failure is an InputError that
names the file, the line where there is one, and what to do.
"""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from pyoxigraph import RdfFormat

from kg.errors import InputError

SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".rdfxml": RdfFormat.RDF_XML,
}
"""Suffix of a graph file, before `.gz` -> its syntax. A folder's graph is looked for in this order."""


def graph_file(path: Path) -> Path:
    """Return the file that `path` means: itself, or the `graph.*` in a folder.

    Raises:
        InputError: the folder holds no graph.
    """
    if not path.is_dir():
        return path
    for suffix in SUFFIXES:
        for file in (path / f"graph{suffix}", path / f"graph{suffix}.gz"):
            if file.is_file():
                return file
    raise InputError(f"the folder {path} holds no graph: `kg build SOURCE... -o {path}` makes one", source=str(path))


def is_packed(file: Path) -> bool:
    """Return whether the name says that the file is compressed by gzip."""
    return file.suffix.lower() == ".gz"


def syntax_of(file: Path) -> RdfFormat:
    """Return the syntax that the name of a file says.

    Raises:
        InputError: the name says none.
    """
    suffix = (file.with_suffix("") if is_packed(file) else file).suffix.lower()
    if suffix not in SUFFIXES:
        kinds = " ".join(SUFFIXES)
        message = f"{file}: its suffix names no graph format; a graph ends in {kinds} (also .gz)"
        raise InputError(message, source=str(file))
    return SUFFIXES[suffix]


@contextmanager
def opened(file: Path) -> Iterator[IO[bytes]]:
    """Yield the bytes of a graph file, unpacked; what goes wrong while they are read is told with its line.

    Raises:
        InputError: the file is missing, unreadable, damaged or malformed.
    """
    name = str(file)
    if not file.exists():
        raise InputError(f"there is no {file}: name the graph, or make one with `kg build SOURCE...`", source=name)
    try:
        with cast("IO[bytes]", gzip.open(file) if is_packed(file) else file.open("rb")) as stream:
            yield stream
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{file} cannot be read: {reason}", source=name) from error
    except SyntaxError as error:
        place = f", line {error.lineno}" if error.lineno else ""
        message = f"{file}{place}: {error.msg}: repair the file or build it again"
        raise InputError(message, source=name, line=error.lineno) from error
