"""Shapes folder -> plan. Reads: `*.ttl` of a shapes folder. Emits: the shapes of each class, ready for one call.

pyshacl spends most of its time on property shapes that hang on a node shape: it visits them once a node. The same
shape with a target of its own is visited once a graph, seven times faster, with the same results. So the property
shapes of each target class are given that class as their target. This is done only where the shapes are *local*, that
is, where a result depends on nothing but the node's own triples and the classes of its values; all others are left as
they are and see the whole graph.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.errors import InputError, UsageError

NOTES = {RDF.type, RDFS.comment, RDFS.isDefinedBy, RDFS.label, SH.description, SH.message, SH.name, SH.severity}
_LOCAL = {
    SH["class"], SH.datatype, SH.disjoint, SH.equals, SH.flags, SH.hasValue, SH["in"], SH.languageIn, SH.lessThan,
    SH.lessThanOrEquals, SH.maxCount, SH.maxExclusive, SH.maxInclusive, SH.maxLength, SH.minCount, SH.minExclusive,
    SH.minInclusive, SH.minLength, SH.nodeKind, SH.pattern, SH.uniqueLang,
}  # fmt: skip
_LISTS = {SH["in"], SH.languageIn}
KNOWN = NOTES | _LOCAL | {SH.path, SH.property, SH.targetClass}
"""What a local shape may say. pyshacl overlooks a name that it does not know (sh:datetype), so our own files are held
to these names by a test."""


class ClassShapes(Struct, frozen=True):
    """The shapes of one class, each with that class as its own target. `references` are the paths with sh:class."""

    target: URIRef
    shapes: Graph
    references: frozenset[URIRef]


class Shapes(Struct, frozen=True):
    """The shapes of a folder. `by_class` is empty where they are not local."""

    graph: Graph
    by_class: tuple[ClassShapes, ...]


def read_shapes(folder: Path) -> Shapes:
    """Return the shapes in the Turtle files of a folder.

    Raises:
        UsageError: the folder does not exist, or holds neither shapes nor rules.
        InputError: a file is no Turtle.
    """
    files = sorted(folder.glob("*.ttl"))
    if not files and not any(folder.glob("rules/*.rq")):
        raise UsageError(f"{folder} holds no shapes: name a folder with *.ttl shapes files or rules/*.rq")
    graph = Graph()
    for file in files:
        try:
            with quiet():
                graph.parse(file, format="turtle")
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lines", None)
            at = f", line {line}" if line else ""
            raise InputError(f"{file}{at}: no valid Turtle: repair the shapes file", source=str(file)) from error
    return plan(graph)


def plan(graph: Graph) -> Shapes:
    """Return the shapes with those of each class put apart, if all of them are local."""
    nodes = (
        set(graph.subjects(RDF.type, SH.NodeShape))
        | set(graph.subjects(SH.property))
        | set(graph.subjects(SH.targetClass))
    )
    if not all(_is_local(graph, node) for node in nodes) or _strays(graph, nodes):
        return Shapes(graph, ())
    targets = sorted({target for target in graph.objects(None, SH.targetClass) if isinstance(target, URIRef)})
    return Shapes(graph, tuple(_class_shapes(graph, target) for target in targets))


def _is_local(graph: Graph, node: Node) -> bool:
    predicates = set(graph.predicates(node))
    properties = list(graph.objects(node, SH.property))
    return predicates <= NOTES | {SH.property, SH.targetClass} and all(_is_local_property(graph, p) for p in properties)


def _is_local_property(graph: Graph, node: Node) -> bool:
    predicates, paths = set(graph.predicates(node)), list(graph.objects(node, SH.path))
    return predicates <= NOTES | _LOCAL | {SH.path} and len(paths) == 1 and isinstance(paths[0], URIRef)


def _strays(graph: Graph, nodes: set[Node]) -> bool:
    """Return whether something in the graph is neither a shape nor a part of one: SPARQL, targets, functions."""
    known = nodes | set(graph.objects(None, SH.property))
    cells = {cell for name in _LISTS for head in graph.objects(None, name) for cell in _cells(graph, head)}
    return any(str(p).startswith(str(SH)) for s, p, _ in graph if s not in known | cells)


def _cells(graph: Graph, head: Node) -> Iterator[Node]:
    while head != RDF.nil and head is not None:
        yield head
        rest = graph.value(head, RDF.rest)
        if rest is None:
            return
        head = rest


def _class_shapes(graph: Graph, target: URIRef) -> ClassShapes:
    shapes, references = Graph(), set[URIRef]()
    for node in graph.subjects(SH.targetClass, target):
        for shape in graph.objects(node, SH.property):
            shapes.add((shape, SH.targetClass, target))
            for predicate, value in graph.predicate_objects(shape):
                shapes.add((shape, predicate, value))
                if predicate in _LISTS:
                    _copy_list(graph, value, shapes)
            if (shape, SH["class"], None) in graph:
                references |= {path for path in graph.objects(shape, SH.path) if isinstance(path, URIRef)}
    return ClassShapes(target, shapes, frozenset(references))


def _copy_list(graph: Graph, head: Node, shapes: Graph) -> None:
    Collection(shapes, head, list(Collection(graph, head)))


def named(graph: Graph, shape: Node) -> URIRef | None:
    """Return the shape itself, or the named shape that a blank shape is a part of; None if there is none."""
    seen = set[Node]()
    while isinstance(shape, BNode) and shape not in seen:
        seen.add(shape)
        shape = next(graph.subjects(None, shape), shape)
    return shape if isinstance(shape, URIRef) else None


@contextmanager
def quiet() -> Iterator[None]:
    """Keep rdflib from telling the log, with a traceback, of each literal that is not in its datatype."""
    log = logging.getLogger("rdflib.term")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before
