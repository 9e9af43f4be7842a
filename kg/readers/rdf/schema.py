"""Things of schema.org in a graph -> records, by the reader of schema.org in pages. Reads: Thing. Emits: Record."""

from typing import Any

from msgspec.structs import replace
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.model import Record
from kg.readers.html.nodes import Node
from kg.readers.html.schema import TYPES, Described, kind_of, schema_record
from kg.readers.rdf.graph import RDF, SCHEMAS, Thing
from kg.readers.syntax.json_records import Found

_DEEPEST = 6
_MOST = 5_000
CLASSES = frozenset(f"{space}{name}" for space in SCHEMAS for name in TYPES)
"""Classes of schema.org that are papers."""


def is_paper(thing: Thing) -> bool:
    """Return whether a subject is a paper in schema.org's words, and no part of another one."""
    if not thing.types & CLASSES:
        return False
    node = _node(thing, 1, frozenset())
    if kind_of(node) is None or not (node.get("name") or node.get("headline")):
        return False
    return not any(True for space in SCHEMAS for name in ("citation", "hasPart", "isPartOf", "workExample")
                   for _ in thing.graph.subjects_of(f"{space}{name}", thing.node))  # fmt: skip


def record(thing: Thing, found: Found) -> Record:
    """Return what a graph says of a paper; the order of authors is that of the file."""
    piece = found.piece
    said = Described(_node(thing, 0, frozenset()), piece.pointer or "", piece.layout, piece.start_line, piece.end_line)
    for space in SCHEMAS:
        authors = thing.members(f"{space}author") or thing.members(f"{space}creator")
        if len(authors) > 1 and not thing.is_list(f"{space}author", f"{space}creator"):
            found.doubt("authors", "the graph does not say the order of the authors; read in the order of the file",
                        confidence=0.5)  # fmt: skip
    return replace(schema_record(said, found.source, "", tuple(found.doubts)), format="rdf")


def _node(thing: Thing, depth: int, above: frozenset[str]) -> Node:
    """Return a subject as a node of JSON-LD, with the nodes that it names inside."""
    node: dict[str, Any] = {"@type": [one.rpartition("/")[2] for one in sorted(thing.types)]}
    if thing.iri:
        node["@id"] = thing.iri
    for name in thing.properties:
        short = next((name[len(space) :] for space in SCHEMAS if name.startswith(space)), None)
        if short is None:
            continue
        for value in thing.members(name)[:_MOST]:
            if isinstance(value, Literal):
                node.setdefault(short, []).append(value.value)
            elif str(value) not in above and depth < _DEEPEST:
                inner = thing.graph.thing(value)
                known = any(one.startswith(SCHEMAS) or one == f"{RDF}type" for one in inner.properties)
                if known:
                    node.setdefault(short, []).append(_node(inner, depth + 1, above | {thing.key}))
                elif not isinstance(value, BlankNode):
                    node.setdefault(short, []).append({"@id": value.value})
            elif isinstance(value, NamedNode):
                node.setdefault(short, []).append({"@id": value.value})
    return node
