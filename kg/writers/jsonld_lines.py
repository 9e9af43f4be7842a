"""Groups -> JSON-LD lines. Reads: groups in publishing order. Emits: a document of its own a line, papers first."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from kg.store import Group
from kg.writers.jsonld import NodeWriter, inline_context
from kg.writers.nesting import REVERSED, nested_nodes


def write_jsonld_lines(groups: Iterable[Group], out: BinaryIO, *, base: str, folder: Path | None = None) -> None:
    """Write a graph as JSON-LD documents, one a line: each paper with its parts, then what is part of no paper.

    Each line has the part of the context that it needs, so that it can be cut out and read alone. `folder` takes what
    does not fit in memory.
    """
    context = inline_context(base) | REVERSED
    encode = msgspec.json.encode
    for node in nested_nodes(groups, NodeWriter(context, base), folder):
        names = context_of(node, context)
        # A node that takes names out of the context has no other use for them.
        own = node.pop("@context", {})
        line = {"@context": {**names, **own} if isinstance(own, dict) else names, **node}
        out.write(encode(line) + b"\n")


def context_of(node: Mapping[str, object], context: Mapping[str, object]) -> dict[str, object]:
    """Return the part of a context that the names, types and prefixes of an object need, in the context's order."""
    used = {"@version", "@base"}
    for word in _words(node):
        used.update((word, word.partition(":")[0]))
    for name in [name for name in context if name in used]:
        meaning = context[name]
        parts = meaning.values() if isinstance(meaning, dict) else [meaning]
        used.update(str(part).partition(":")[0] for part in parts)
    return {name: meaning for name, meaning in context.items() if name in used}


def _words(node: Mapping[str, object]) -> Iterator[str]:
    """Yield the keys of an object and of those in it, and all texts that may be names: types and compact IRIs."""
    for key, value in node.items():
        yield key
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, Mapping):
                yield from _words(part)
            elif isinstance(part, str) and (key in {"type", "@type"} or ":" in part[:20]):
                yield part
