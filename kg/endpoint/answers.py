"""The octets of an answer -> terms. Reads: SPARQL results JSON, N-Triples, Turtle, RDF/XML. Emits: Table, bool, triple.

The shape is checked to the last member: an endpoint that runs out of time ends its JSON in the middle, or with an
error message. What stands beside the members of the recommendation (times, links) is left alone.
"""

from typing import Literal, NamedTuple

import msgspec
import pyoxigraph as ox
from msgspec import Struct, field

Form = Literal["SELECT", "ASK", "CONSTRUCT"]
Term = ox.NamedNode | ox.BlankNode | ox.Literal

_TABLES = ("application/sparql-results+json", "application/json")
_GRAPHS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


class Table(NamedTuple):
    """The answer of a SELECT: its columns, and its rows with None where a variable is unbound."""

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]


Answer = bool | Table | list[ox.Triple]


class BadAnswerError(Exception):
    """An answer that is not of the form that was asked for."""


class _Binding(Struct, gc=False):
    type: Literal["uri", "literal", "typed-literal", "bnode"]
    value: str
    datatype: str | None = None
    language: str | None = field(name="xml:lang", default=None)


class _Head(Struct):
    vars: list[str] = []


class _Results(Struct):
    bindings: list[dict[str, _Binding]]


class _Document(Struct):
    head: _Head
    results: _Results | None = None
    boolean: bool | None = None


_DECODER = msgspec.json.Decoder(_Document)


def wanted(form: Form, media_type: str) -> bool:
    """Return whether a media type (without parameters, in small letters) can hold an answer of this form."""
    return media_type in (_GRAPHS if form == "CONSTRUCT" else _TABLES)


def parsed(body: bytes, media_type: str, form: Form, *, base: str) -> Answer:
    """Return the answer that a body holds.

    Args:
        body: the whole of it, unpacked.
        media_type: one that is `wanted`.
        form: what was asked.
        base: relative IRIs of a graph hang on it.

    Raises:
        BadAnswerError: it is cut, or wrong in its form.
    """
    if form == "CONSTRUCT":
        return _triples(body, media_type, base)
    document = _document(body)
    if form == "ASK":
        if document.boolean is None:
            raise BadAnswerError("it says neither true nor false")
        return document.boolean
    if document.results is None:
        raise BadAnswerError("it has no rows")
    return _table(document.head.vars, document.results.bindings)


def texts(body: bytes) -> list[dict[str, str]]:
    """Return the rows of a SELECT's answer as texts, by variable; unbound ones and blank nodes are absent.

    Nothing is checked to be an RDF term: this is for who compares the texts with what he knows.

    Raises:
        BadAnswerError: it is cut, or wrong in its form.
    """
    document = _document(body)
    if document.results is None:
        raise BadAnswerError("it has no rows")
    return [
        {name: one.value for name, one in binding.items() if one.type != "bnode"}
        for binding in document.results.bindings
    ]


def _document(body: bytes) -> _Document:
    try:
        return _DECODER.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadAnswerError(f"it is no SPARQL results JSON: {error}") from error


def _table(columns: list[str], bindings: list[dict[str, _Binding]]) -> Table:
    names = set(columns)
    blanks: dict[str, ox.BlankNode] = {}
    rows: list[tuple[Term | None, ...]] = []
    for number, binding in enumerate(bindings, 1):
        if not binding.keys() <= names:
            stray = min(binding.keys() - names)
            raise BadAnswerError(f"row {number} has a column {stray!r} that its head does not name")
        try:
            rows.append(tuple(_term(each, blanks) if (each := binding.get(name)) else None for name in columns))
        except ValueError as error:
            raise BadAnswerError(f"row {number} holds what is no RDF term: {error}") from error
    return Table(tuple(columns), rows)


def _term(binding: _Binding, blanks: dict[str, ox.BlankNode]) -> Term:
    if binding.type == "uri":
        return ox.NamedNode(binding.value)
    if binding.type == "bnode":
        # Virtuoso writes nodeID://b1, which no syntax of RDF allows: labels mean nothing, so they are made anew.
        return blanks.setdefault(binding.value, ox.BlankNode(f"b{len(blanks)}"))
    if binding.language:
        return ox.Literal(binding.value, language=binding.language)
    if binding.datatype:
        return ox.Literal(binding.value, datatype=ox.NamedNode(binding.datatype))
    return ox.Literal(binding.value)


def _triples(body: bytes, media_type: str, base: str) -> list[ox.Triple]:
    try:
        return [quad.triple for quad in ox.parse(body, format=_GRAPHS[media_type], base_iri=base)]
    except SyntaxError as error:
        raise BadAnswerError(f"it is no {media_type}: {error.msg}") from error
