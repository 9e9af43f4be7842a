"""A store -> rdflib graphs that pyshacl can take one at a time. Reads: Store. Emits: batches of the nodes of a class.

A batch holds the whole description of its nodes and the classes of the values that a shape asks for: so the memory that
rdflib needs, a kilobyte a triple, does not grow with the graph.
"""

from collections.abc import Iterator
from itertools import islice

from msgspec import Struct
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple
from rdflib import RDF, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from kg.validate.shapes import ClassShapes

Subject = NamedNode | BlankNode | Triple
_DEFAULT, _TYPE = DefaultGraph(), NamedNode(str(RDF.type))
_STRING = "http://www.w3.org/2001/XMLSchema#string"
NODES = 500
"""Nodes in a batch: of 500, 2,000, 4,000 and 20,000 the smallest was the fastest, by a third."""


class Batch(Struct, frozen=True):
    """The graph of some nodes of one class; `nodes` are those to judge, others are there for their class only."""

    graph: Graph
    nodes: frozenset[Node]


def batches(store: Store, shapes: ClassShapes, size: int = NODES) -> Iterator[Batch]:
    """Yield the nodes of the shapes' target class, `size` at a time."""
    target = NamedNode(str(shapes.target))
    subjects = (quad.subject for quad in store.quads_for_pattern(None, _TYPE, target, _DEFAULT))
    while chunk := list(islice(subjects, size)):
        yield _batch(store, shapes, chunk)


def _batch(store: Store, shapes: ClassShapes, subjects: list[Subject]) -> Batch:
    graph, known = Graph(), dict[str, URIRef]()
    values = set[NamedNode]()
    for subject in subjects:
        node = _node(subject, known)
        for quad in store.quads_for_pattern(subject, None, None, _DEFAULT):
            predicate = _node(quad.predicate, known)
            graph.add((node, predicate, _node(quad.object, known)))
            if predicate in shapes.references and isinstance(quad.object, NamedNode):
                values.add(quad.object)
    own = set(subjects)
    for value in values - own:
        for quad in store.quads_for_pattern(value, _TYPE, None, _DEFAULT):
            graph.add((_node(value, known), RDF.type, _node(quad.object, known)))
    return Batch(graph, frozenset(_node(subject, known) for subject in subjects))


def whole(store: Store) -> Graph:
    """Return the default graph of the store as one rdflib graph."""
    graph, known = Graph(), dict[str, URIRef]()
    quads: Iterator[Quad] = store.quads_for_pattern(None, None, None, _DEFAULT)
    for quad in quads:
        graph.add((_node(quad.subject, known), _node(quad.predicate, known), _node(quad.object, known)))
    return graph


def _node(term: object, known: dict[str, URIRef]) -> Node:
    """Return the rdflib node of an engine's term, to the character; IRIs are made once."""
    if isinstance(term, NamedNode):
        text = term.value
        return known.get(text) or known.setdefault(text, URIRef(text))
    if isinstance(term, Literal):
        if term.language:
            return RdfLiteral(term.value, lang=term.language)
        datatype = term.datatype.value
        if datatype == _STRING:  # rdflib's parsers leave it out, and to rdflib `"a"` is not `"a"^^xsd:string`
            return RdfLiteral(term.value)
        kind = known.get(datatype) or known.setdefault(datatype, URIRef(datatype))
        return RdfLiteral(term.value, datatype=kind, normalize=False)
    return BNode(term.value)  # type: ignore[attr-defined]
