"""Questions to a remote endpoint, asked as those to a local graph. Reads: kg.endpoint. Emits: Rows, bool, Triples.

Named queries, parameters, prefixes, notes and errors are those of `Graph`. The endpoint judges the syntax, because it
may know more than SPARQL 1.1; what it refuses is explained here.
"""

from collections.abc import Callable, Iterable, Mapping

import pyoxigraph as ox

from kg.endpoint import Answer, Endpoint, Table
from kg.errors import AnswerTooLargeError, EndpointError, MalformedAnswerError, RefusedError, UsageError
from kg.query.asking import Asked, Given
from kg.query.emptiness import explain_empty
from kg.query.named import query_of
from kg.query.parameters import Bound, bind
from kg.query.rows import Rows, RowStream, Triples
from kg.query.spelling import unknown_terms
from kg.query.syntax import declared_prefixes, query_form, refuse_syntax, tokens
from kg.terms import iri, is_iri
from kg.vocab import PREFIXES

_BAD_REQUEST = 400
_MOST_PROBES = 12
"""Questions that an explanation may cost an endpoint."""
_PROBE_SECONDS = 10.0
_MOST_LABEL_BYTES = 20_000_000
_MOST_LABELLED = 1_000
_LABELS = ("kg:title", "kg:name", "skos:prefLabel", "rdfs:label", "kg:documentName")


class RemoteGraph(Asked):
    """An endpoint that can be asked as a `Graph`; our prefixes need no declaration."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Take the endpoint; nothing is asked yet."""
        self.endpoint = endpoint
        self.prefixes = dict(PREFIXES)
        self._seen: set[str] = set()
        self._known_labels: dict[str, str] = {}

    def query(
        self, query: str, parameters: Given | None = None, /, *, timeout: float | None = None, **more: object
    ) -> Rows | bool | Triples:
        """Return the answer: Rows of a SELECT, truth of an ASK, Triples of a CONSTRUCT or DESCRIBE.

        Args:
            query: SPARQL (text with a `{`), the path of an `.rq` file, or the name of a library query.
            parameters: values of the query's parameters by name, as Python values or in text form.
            timeout: seconds for each question to the endpoint, retries included; None for its own limit.
            **more: the same as `parameters`, as keywords.

        Raises:
            EndpointError: the endpoint gave no answer that can be used.
            QueryError: the text is no query, or an update.
            UsageError: an unknown name, or an unknown, missing or ill-typed parameter.
        """
        bound = self._bound(query, {**(parameters or {}), **more}, timeout)
        answer = self._answer(bound.text, timeout)
        notes = (*bound.notes, *unknown_terms(bound.text, self.prefixes))
        if isinstance(answer, bool):
            return answer
        if isinstance(answer, Table):
            self._seen.update(term.value for row in answer.rows for term in row if isinstance(term, ox.NamedNode))
            return Rows(answer.columns, answer.rows, prefixes=self.prefixes, notes=notes)
        return Triples(answer, prefixes=self.prefixes, notes=notes)

    def stream(
        self,
        query: str,
        parameters: Given | None = None,
        /,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> RowStream | bool | Triples:
        """Return the answer as `query` does, cut after `limit` rows or triples; the whole of it was received.

        Arguments and errors are those of `query`.
        """
        answer = self.query(query, parameters, timeout=timeout)
        if isinstance(answer, bool):
            return answer
        if isinstance(answer, Triples):
            return Triples(answer.triples[:limit], prefixes=self.prefixes, notes=answer.notes)
        return RowStream(answer.columns, answer.terms[:limit], prefixes=self.prefixes, notes=answer.notes)

    def why_empty(self, query: str, parameters: Given | None = None, /, **more: object) -> str:
        """Return a sentence on why a query has no answer; it costs the endpoint a few small questions."""
        bound = self._bound(query, {**(parameters or {}), **more}, None)
        asked = _counted(self._probe)
        try:
            return explain_empty(
                bound.text,
                lambda probe: bool(asked(probe).rows),
                lambda probe: next((str(row[0]) for row in asked(probe).rows), None),
                self.prefixes,
            )
        except (EndpointError, UsageError):
            return "The query has no answer, and its endpoint does not say why: leave patterns out, one at a time."

    def label(self, thing: str) -> str | None:
        """Return what a thing of the last answers is called; None where the endpoint has no label of ours for it.

        The labels of all those things are asked for at once.
        """
        unknown = sorted(self._seen - self._known_labels.keys())[:_MOST_LABELLED]
        self._seen.clear()
        terms = " ".join(iri(each) for each in unknown if is_iri(each))
        if terms:
            self._ask_labels(terms)
        return self._known_labels.get(thing)

    def _ask_labels(self, terms: str) -> None:
        kinds = " ".join(f"({name} {rank})" for rank, name in enumerate(_LABELS))
        text = (
            f"SELECT ?thing ?rank ?label WHERE {{ VALUES ?thing {{ {terms} }} VALUES (?kind ?rank) {{ {kinds} }} "
            "?thing ?kind ?label FILTER(isLiteral(?label)) }"
        )
        try:
            rows = self._probe(text).rows
        except EndpointError:
            return  # an answer without labels is still an answer
        found = []
        for thing, rank, label in rows:
            if isinstance(thing, ox.NamedNode) and isinstance(rank, ox.Literal) and isinstance(label, ox.Literal):
                foreign = label.language not in {None, "en"}
                found.append((thing.value, rank.value, foreign, label.value))
        for name, _, _, text in sorted(found):
            self._known_labels.setdefault(name, text)

    def _bound(self, query: str, parameters: Mapping[str, object], timeout: float | None) -> Bound:
        named = query_of(query)
        query_form(named.text, services=True)

        def texts(sparql: str) -> Iterable[tuple[str, ...]]:
            try:
                table = self._own(sparql, timeout=timeout, size=_MOST_LABEL_BYTES)
            except AnswerTooLargeError as error:
                raise UsageError(
                    f"{self.endpoint.url} has no thing of exactly these words, and too many to look for one alike: "
                    "write the label as it stands there, or the IRI"
                ) from error
            # Only what has an IRI can be asked for by it.
            named = (row for row in table.rows if isinstance(row[0], ox.NamedNode))
            return (tuple(getattr(term, "value", "") for term in row) for row in named)

        return bind(named, parameters, texts)

    def _answer(self, text: str, timeout: float | None) -> Answer:
        form = query_form(text, services=True)
        asked = self._with_prefixes(text)
        try:
            if form == "SELECT":
                return self.endpoint.select(asked, timeout=timeout)
            if form == "ASK":
                return self.endpoint.ask(asked, timeout=timeout)
            if form:
                return self.endpoint.construct(asked, timeout=timeout)
        except RefusedError as error:
            if error.status == _BAD_REQUEST:
                self._explain_syntax(text)
            raise
        self._explain_syntax(text)
        raise UsageError("a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after its PREFIX lines")

    def _explain_syntax(self, text: str) -> None:
        """Raise a QueryError with the place if the text is not SPARQL 1.1 either; do nothing otherwise."""
        try:
            query_form(text)  # the engine below would call the services that a text names
            ox.Store().query(text, prefixes=self.prefixes)
        except SyntaxError as error:
            refuse_syntax(text, error, self.prefixes)
        except (UsageError, ValueError, OSError, RuntimeError):
            return

    def _with_prefixes(self, text: str) -> str:
        """Return a text with the declarations that it relies on, on its first line, so that places stay as they are."""
        found = tokens(text)
        used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
        missing = sorted(used & self.prefixes.keys() - declared_prefixes(found).keys())
        return "".join(f"PREFIX {name}: <{self.prefixes[name]}> " for name in missing) + text

    def _probe(self, text: str) -> Table:
        return self._own(text, timeout=_PROBE_SECONDS)

    def _own(self, text: str, *, timeout: float | None, size: int | None = None) -> Table:
        """Return the answer of a question that we ask for the user's, with the columns that it asks for."""
        sent = self._with_prefixes(text)
        table = self.endpoint.select(sent, timeout=timeout, size=size)
        columns = _selected(text)
        if set(columns) != set(table.columns):
            raise MalformedAnswerError(
                f"it answers with the columns {', '.join(table.columns)[:80] or 'none'} "
                f"where {', '.join(columns)} were asked for",
                endpoint=self.endpoint.url,
                query=sent,
            )
        order = [table.columns.index(name) for name in columns]
        return Table(columns, [tuple(row[at] for at in order) for row in table.rows])


def _selected(text: str) -> tuple[str, ...]:
    """Return the variables between SELECT and WHERE."""
    found = tokens(text)
    words = [token.text.upper() for token in found]
    start = words.index("SELECT")
    end = words.index("WHERE", start)
    return tuple(token.text[1:] for token in found[start:end] if token.kind == "variable")


def _counted(probe: Callable[[str], Table]) -> Callable[[str], Table]:
    """Return the probe, which gives up after so many questions."""
    asked = 0

    def counting(text: str) -> Table:
        nonlocal asked
        asked += 1
        if asked > _MOST_PROBES:
            raise UsageError(f"more than {_MOST_PROBES} questions")
        return probe(text)

    return counting
