"""Files -> an indexed store. Reads: .ttl .nt .nq .trig .jsonld .rdf files, also .gz. Emits: Store, prefixes."""

import gzip
import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO, cast

from pyoxigraph import RdfFormat, Store

from kg.errors import InputError

DEFAULT_GRAPH = Path("output/graph.ttl")
_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".rdfxml": RdfFormat.RDF_XML,
}
_PREFIX = re.compile(r"^\s*(?:@prefix|PREFIX)\s+([\w.-]*):\s*<([^<>]*)>", re.IGNORECASE | re.MULTILINE)
_HEAD = 1 << 16  # bytes; a writer declares its prefixes first
_LINKS = "links.ttl"


def load(paths: Iterable[Path]) -> tuple[Store, dict[str, str]]:
    """Return one store with all files in it, and the prefixes that the Turtle files among them declare.

    A folder stands for the graph in it. `links.ttl` beside a file named `graph.*` is loaded too. The default graph
    is what queries see; named graphs of `.nq` and `.trig` files stay named.

    Raises:
        InputError: a file is missing, unreadable, of an unknown kind or malformed (with its line).
    """
    store, prefixes = Store(), dict[str, str]()
    files = list(dict.fromkeys(file for path in paths for file in _with_links(_graph_file(path))))
    for file in files:
        prefixes.update(_load_file(store, file))
    return store, prefixes


def _graph_file(path: Path) -> Path:
    if not path.is_dir():
        return path
    for suffix in _FORMATS:
        for file in (path / f"graph{suffix}", path / f"graph{suffix}.gz"):
            if file.is_file():
                return file
    raise InputError(f"the folder {path} holds no graph: `kg build SOURCE... -o {path}` makes one", source=str(path))


def _with_links(file: Path) -> list[Path]:
    links = file.with_name(_LINKS)
    return [file, links] if file.name.startswith("graph.") and links.is_file() else [file]


def _load_file(store: Store, file: Path) -> dict[str, str]:
    packed = file.suffix == ".gz"
    suffix = (file.with_suffix("") if packed else file).suffix.lower()
    name = str(file)
    if not file.exists():
        raise InputError(f"there is no {file}: name the graph, or make one with `kg build SOURCE...`", source=name)
    if suffix not in _FORMATS:
        raise InputError(
            f"{file}: its suffix names no graph format; a graph ends in {' '.join(_FORMATS)} (also .gz)", source=name
        )
    try:
        with cast("IO[bytes]", gzip.open(file) if packed else file.open("rb")) as stream:
            head = stream.read(_HEAD)
            stream.seek(0)
            if packed:
                store.bulk_load(stream, _FORMATS[suffix])
        if not packed:  # a path is read a third faster than a stream
            store.bulk_load(path=name, format=_FORMATS[suffix])
    except (OSError, EOFError) as error:
        raise InputError(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}", source=name) from error
    except SyntaxError as error:
        at = f", line {error.lineno}" if error.lineno else ""
        raise InputError(
            f"{file}{at}: {error.msg}: repair the file or build it again", source=name, line=error.lineno
        ) from error
    if suffix not in {".ttl", ".trig"}:
        return {}
    return dict(_PREFIX.findall(head.decode("utf-8", "replace")))
