"""Groups -> JSON-LD framed by paper. Reads: groups in publishing order. Emits: one document, a paper a line."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from kg.store import Group
from kg.writers.jsonld import NodeWriter, inline_context, write_document
from kg.writers.nesting import REVERSED, nested_nodes


def write_framed(groups: Iterable[Group], out: BinaryIO, *, base: str, folder: Path | None = None) -> None:
    """Write a graph as one JSON-LD document whose papers hold their parts (`kg.writers.nesting`).

    `folder` takes what does not fit in memory.
    """
    context = inline_context(base) | REVERSED
    write_document(nested_nodes(groups, NodeWriter(context, base), folder), context, out)
