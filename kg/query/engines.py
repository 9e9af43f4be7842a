"""SPARQL text -> answers as pyoxigraph terms. Reads: a Store. Emits: truth, table or triples, the same on each engine.

oxigraph answers; rdflib is a second opinion, slower by two orders of magnitude, and is only imported when asked.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, Protocol

import pyoxigraph as ox

from kg.errors import QueryError, UsageError
from kg.query.rows import Row

ENGINES = ("oxigraph", "rdflib")
# rdflib decodes escapes (`\\u0022`) before it parses, so that what is a string to everybody else can become a clause.
_SERVICE_IN_DISGUISE = "rdflib reads a SERVICE in an escape of this query: write strings without \\u0022"


class Table(NamedTuple):
    """The answer of a SELECT: its columns, and its rows with None where a variable is unbound; read them once."""

    columns: tuple[str, ...]
    rows: Iterable[Row]


Answer = bool | Table | list[ox.Triple]


class Engine(Protocol):
    """Something that answers a query about one graph."""

    def answer(self, query: str, prefixes: Mapping[str, str]) -> Answer:
        """Return the answer; a SyntaxError is the text's fault."""


class Oxigraph:
    """The embedded engine."""

    def __init__(self, store: ox.Store) -> None:
        """Take the store to ask."""
        self.store = store

    def answer(self, query: str, prefixes: Mapping[str, str]) -> Answer:
        """Return the answer.

        Raises:
            SyntaxError: the text is no query.
            QueryError: the engine failed.
        """
        with _named_failures():
            found = self.store.query(query, prefixes=dict(prefixes))
            if isinstance(found, ox.QueryBoolean):
                return bool(found)
            if isinstance(found, ox.QueryTriples):
                return list(found)
            return Table(tuple(variable.value for variable in found.variables), _solutions(found))


def _solutions(found: ox.QuerySolutions) -> Iterator[Row]:
    """Yield rows as the engine finds them."""
    with _named_failures():
        for solution in found:
            yield tuple(solution)


@contextmanager
def _named_failures() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the engine gave up: {error}") from error


def _refuse_services(part: object) -> None:
    """Raise where rdflib would call another server, which it does by itself wherever its algebra says SERVICE."""
    if getattr(part, "name", "") == "ServiceGraphPattern":
        raise QueryError(_SERVICE_IN_DISGUISE)
    if isinstance(part, dict | list | tuple):
        for each in part.values() if isinstance(part, dict) else part:
            _refuse_services(each)


class Rdflib:
    """The engine of rdflib over a copy of the store. It costs a Python object for each term."""

    def __init__(self, store: ox.Store) -> None:
        """Copy the default graph of the store; lexical forms stay as they are (`normalize=False`)."""
        import rdflib  # noqa: PLC0415 - the answer of the other engine must not wait for this import
        from rdflib.plugins import sparql  # noqa: PLC0415

        sparql.SPARQL_LOAD_GRAPHS = False  # FROM <...> must not fetch from the web
        self._rdflib = rdflib
        self._prepare = sparql.prepareQuery
        self._graph = rdflib.Graph()
        for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            self._graph.add((self._copied(quad.subject), self._copied(quad.predicate), self._copied(quad.object)))

    def answer(self, query: str, prefixes: Mapping[str, str]) -> Answer:
        """Return the answer.

        Raises:
            SyntaxError: the text is no query.
            QueryError: the engine failed.
        """
        with suppress(RuntimeError):
            ox.Store().query(query, prefixes=dict(prefixes))  # one judge of syntax, so that errors are the same
        try:
            prepared = self._prepare(query, initNs=dict(prefixes))
            _refuse_services(prepared.algebra)
            found = self._graph.query(prepared)
            if found.type == "ASK":
                return bool(found.askAnswer)
            if found.type in {"CONSTRUCT", "DESCRIBE"}:
                return [ox.Triple(*map(_oxigraph_term, triple)) for triple in found.graph or ()]
            columns = tuple(str(variable) for variable in found.vars or ())
            return Table(columns, [tuple(map(_oxigraph_term, row)) for row in found])  # type: ignore[arg-type]
        except QueryError:
            raise
        except Exception as error:
            raise QueryError(f"rdflib gave up: {type(error).__name__}: {error}") from error

    def _copied(self, term: Any) -> Any:  # noqa: ANN401 - any term of one library to any term of the other
        if isinstance(term, ox.NamedNode):
            return self._rdflib.URIRef(term.value)
        if isinstance(term, ox.BlankNode):
            return self._rdflib.BNode(term.value)
        if term.language:
            return self._rdflib.Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        plain = datatype == "http://www.w3.org/2001/XMLSchema#string"
        return self._rdflib.Literal(
            term.value, datatype=None if plain else self._rdflib.URIRef(datatype), normalize=False
        )


def _oxigraph_term(term: Any) -> Any:  # noqa: ANN401 - see `_copied`
    from rdflib import BNode, URIRef  # noqa: PLC0415

    if term is None:
        return None
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, BNode):
        return ox.BlankNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)


def engine_named(name: str, store: ox.Store) -> Engine:
    """Return the engine of this name over the store.

    Raises:
        UsageError: there is no such engine.
    """
    if name == "oxigraph":
        return Oxigraph(store)
    if name == "rdflib":
        return Rdflib(store)
    raise UsageError(f"there is no engine {name!r}: choose one of {', '.join(ENGINES)}")
