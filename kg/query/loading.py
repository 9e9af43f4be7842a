"""Files -> an indexed store. Reads: .ttl .nt .nq .trig .jsonld .rdf files, also .gz. Emits: Store, prefixes."""

import re
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kg.graph_files import graph_file, is_packed, opened, syntax_of

DEFAULT_GRAPH = Path("output/graph.ttl")
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
    files = list(dict.fromkeys(file for path in paths for file in _with_links(graph_file(path))))
    for file in files:
        prefixes.update(_load_file(store, file))
    return store, prefixes


def _with_links(file: Path) -> list[Path]:
    links = file.with_name(_LINKS)
    return [file, links] if file.name.startswith("graph.") and links.is_file() else [file]


def _load_file(store: Store, file: Path) -> dict[str, str]:
    with opened(file) as stream:
        syntax = syntax_of(file)
        head = stream.read(_HEAD)
        stream.seek(0)
        if is_packed(file):
            store.bulk_load(stream, syntax)
        else:  # a path is read a third faster than a stream
            store.bulk_load(path=str(file), format=syntax)
    if syntax not in {RdfFormat.TURTLE, RdfFormat.TRIG}:
        return {}
    return dict(_PREFIX.findall(head.decode("utf-8", "replace")))
