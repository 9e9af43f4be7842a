"""Groups and named graphs -> TriG. Reads: sorted groups. Emits: the default graph as Turtle, then named graphs."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from kg.store import Group, NamedGraphs
from kg.writers.turtle import prefix_table, shortener, turtle_text


def write_trig(
    groups: Iterable[Group], graphs: NamedGraphs, out: BinaryIO, *, namespaces: Iterable[str], base: str
) -> None:
    """Write a dataset as UTF-8 TriG 1.1; `namespaces` are those that any of its graphs uses.

    Behind the prefixes the default graph stands to the byte as in Turtle, outside of any braces.
    """
    used = frozenset(namespaces)
    out.writelines(part.encode() for part in turtle_text(groups, namespaces=used, base=base))
    short = shortener(prefix_table(used, base))
    for name, named_groups in graphs:
        out.write(f"\n{short(name)} {{\n".encode())
        out.writelines(part.encode() for part in _block(named_groups, used, base))
        out.write(b"}\n")


def _block(groups: Iterable[Group], namespaces: frozenset[str], base: str) -> Iterator[str]:
    """Yield the text between the braces of a graph, indented; terms hold no line ends."""
    parts = turtle_text(groups, namespaces=namespaces, base=base)
    next(parts)  # the prefixes stand at the top of the file
    for part in chain([next(parts, "").lstrip("\n")], parts):
        yield "\n".join(f"    {line}" if line else "" for line in part.split("\n"))
