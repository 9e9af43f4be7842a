"""Questions -> answers. Reads: a loaded graph, SPARQL, names of queries. Emits: Rows, bool, Triples."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kg.errors import QueryError
from kg.query.asking import Asked, Given
from kg.query.emptiness import explain_empty
from kg.query.engines import Answer, Engine, Oxigraph, Table, engine_named
from kg.query.loading import DEFAULT_GRAPH, load
from kg.query.named import query_of
from kg.query.parameters import Bound, bind
from kg.query.rows import Row, Rows, RowStream, Triples
from kg.query.running import OutOfTimeError, Patience, interruptible
from kg.query.slowness import explain_slow
from kg.query.spelling import unknown_terms
from kg.query.syntax import query_form, refuse_syntax, service_offset
from kg.vocab import KG, PREFIXES, RDFS, SKOS

if TYPE_CHECKING:
    from kg.query.federation import Federation

_EXPLAIN_SECONDS = 5.0
_LABELS = [NamedNode(term[1:-1]) for term in (KG.title, KG.name, SKOS.prefLabel, RDFS.label, KG.documentName)]


class Graph(Asked):
    """A graph that can be asked. Queries see its default graph; our prefixes and the file's need no declaration."""

    def __init__(
        self,
        store: Store,
        *,
        prefixes: Mapping[str, str] | None = None,
        engine: str = "oxigraph",
        federation: "Federation | None" = None,
    ) -> None:
        """Take a loaded store.

        Args:
            store: has the triples.
            prefixes: known without declaration, beside ours.
            engine: one of `kg.query.engines.ENGINES`.
            federation: asks the endpoints that queries name by SERVICE; without it such queries are refused.

        Raises:
            UsageError: there is no such engine.
        """
        self.store = store
        self.prefixes = {**(prefixes or {}), **PREFIXES}
        self._engine: Engine = engine_named(engine, store)
        self._federation = federation
        self._label = lru_cache(maxsize=10_000)(self._first_label)

    def __len__(self) -> int:
        return len(self.store)

    def query(
        self, query: str, parameters: Given | None = None, /, *, timeout: float | None = None, **more: object
    ) -> Rows | bool | Triples:
        """Return the answer: Rows of a SELECT, truth of an ASK, Triples of a CONSTRUCT or DESCRIBE.

        Args:
            query: SPARQL 1.1 (text with a `{`), the path of an `.rq` file, or the name of a library query.
            parameters: values of the query's parameters by name, as Python values or in text form.
            timeout: seconds after which a QueryError is raised; None for no limit. Ctrl-C always ends the wait.
            **more: the same, as keywords.

        Raises:
            QueryError: the text is no query, an update, asks another server without `federation`, or takes too long.
            EndpointError: an endpoint that it asks gave no answer that can be used.
            UsageError: an unknown name, or an unknown, missing or ill-typed parameter.
        """
        answer = self.stream(query, {**(parameters or {}), **more}, timeout=timeout)
        return answer.rows() if isinstance(answer, RowStream) else answer

    def stream(
        self, query: str, parameters: Given | None = None, /, *, timeout: float | None = None, limit: int | None = None
    ) -> RowStream | bool | Triples:
        """Return the answer as `query` does, but the rows of a SELECT as they are found, never all in memory.

        Args:
            query: as for `query`.
            parameters: as for `query`.
            timeout: seconds of waiting; also reading the rows can raise a QueryError.
            limit: rows, or triples, after which the answer ends.
        """
        patience = Patience(timeout)
        bound = self._bound(query, parameters or {}, timeout)
        text, asked = self._joined(bound.text, patience)
        answer = self._answer(self._engine, text, patience.left() if asked else timeout)
        notes = (*bound.notes, *unknown_terms(bound.text, self.prefixes), *asked)
        if isinstance(answer, Table):
            return RowStream(answer.columns, _first(answer.rows, limit), prefixes=self.prefixes, notes=notes)
        if isinstance(answer, bool):
            return answer
        triples = Triples(answer, prefixes=self.prefixes, notes=notes)
        return Triples(triples.triples[:limit], prefixes=self.prefixes, notes=notes)

    def label(self, thing: str) -> str | None:
        """Return what a thing is called: its title, name or label; None where the graph has none."""
        return self._label(thing)

    def why_empty(self, query: str, parameters: Given | None = None, /, **more: object) -> str:
        """Return a sentence on why a query has no answer: the first pattern without a match, its line, a repair."""
        bound = self._bound(query, {**(parameters or {}), **more}, None)
        if service_offset(bound.text) is not None:
            return "The query has no answer; its notes say how many rows its endpoints had for it."
        engine = Oxigraph(self.store)

        def matches(probe: str) -> bool:
            answer = self._answer(engine, probe, _EXPLAIN_SECONDS)
            return any(True for _ in answer.rows) if isinstance(answer, Table) else bool(answer)

        def example(probe: str) -> str | None:
            answer = self._answer(engine, probe, _EXPLAIN_SECONDS)
            return next((str(row[0]) for row in answer.rows), None) if isinstance(answer, Table) else None

        return explain_empty(bound.text, matches, example, self.prefixes)

    def _bound(self, query: str, parameters: Mapping[str, object], timeout: float | None) -> Bound:
        named = query_of(query)
        query_form(named.text, services=self._federation is not None)

        def texts(sparql: str) -> Iterable[tuple[str, ...]]:
            answer = self._answer(self._engine, sparql, timeout)
            rows = answer.rows if isinstance(answer, Table) else []
            return (tuple(term.value if term is not None else "" for term in row) for row in rows)

        return bind(named, parameters, texts)

    def _joined(self, text: str, patience: Patience) -> tuple[str, tuple[str, ...]]:
        """Return a query without SERVICE, and notes on what was asked."""
        if self._federation is None or service_offset(text) is None:
            return text, ()

        def select(sparql: str) -> Iterable[Row]:
            answer = self._answer(self._engine, sparql, patience.left())
            return answer.rows if isinstance(answer, Table) else ()

        return self._federation.joined(text, self.prefixes, select, patience)

    def _answer(self, engine: Engine, text: str, timeout: float | None) -> Answer:
        """Return the answer of an engine; what went wrong is said in words of the query, also while rows are read."""
        with self._told(text):
            answer = interruptible(lambda: engine.answer(text, self.prefixes), timeout=timeout)
        return Table(answer.columns, self._rows(text, answer.rows)) if isinstance(answer, Table) else answer

    def _rows(self, text: str, rows: Iterable[Row]) -> Iterator[Row]:
        with self._told(text):
            yield from rows

    @contextmanager
    def _told(self, text: str) -> Iterator[None]:
        try:
            yield
        except SyntaxError as error:
            refuse_syntax(text, error, self.prefixes)
        except OutOfTimeError as error:
            raise QueryError(f"{error}{explain_slow(text, self._count)}") from error

    def _count(self, pattern: str, seconds: float) -> int | None:
        """Return the first number of a SELECT, None where it is not there in time."""
        engine = Oxigraph(self.store)
        try:
            answer = interruptible(lambda: engine.answer(pattern, self.prefixes), timeout=seconds)
            first = next(iter(answer.rows))[0] if isinstance(answer, Table) else None
            return int(first.value) if first is not None else None
        except (QueryError, SyntaxError):
            return None

    def _first_label(self, thing: str) -> str | None:
        """Return the first label of a thing in the order of kinds of labels, then of letters."""
        subject = NamedNode(thing)
        for name in _LABELS:
            found = [quad.object for quad in self.store.quads_for_pattern(subject, name, None, DefaultGraph())]
            if found:
                return min(term.value for term in found if isinstance(term, Literal))
        return None


def _first(rows: Iterable[Row], limit: int | None) -> Iterator[Row]:
    """Yield the first rows, and end the work on the others as soon as they are not wanted."""
    yield from islice(rows, limit)
    close = getattr(rows, "close", None)
    if close is not None:
        close()


def open_graph(
    path: str | Path | Iterable[str | Path] = DEFAULT_GRAPH,
    *,
    engine: str = "oxigraph",
    federate: "bool | Federation" = False,
) -> Graph:
    """Return the graph of one or more files, ready to be asked.

    Args:
        path: a graph file or a folder with one, or several of them. `links.ttl` beside a `graph.*` is loaded too.
        engine: `oxigraph`, or `rdflib` for a second opinion.
        federate: whether queries may ask other servers (SERVICE), and how.

    Raises:
        InputError: a file is missing, unreadable or malformed (with its line).
        UsageError: there is no such engine.
    """
    paths = [path] if isinstance(path, str | Path) else list(path)
    store, prefixes = load(Path(each) for each in paths)
    return Graph(store, prefixes=prefixes, engine=engine, federation=_federation(federate))


def _federation(federate: "bool | Federation") -> "Federation | None":
    if not isinstance(federate, bool):
        return federate
    if not federate:
        return None
    from kg.query.federation import Federation  # noqa: PLC0415 - who asks nobody need not load the client

    return Federation()
