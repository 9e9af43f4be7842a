"""Keys -> answers of an endpoint. Reads: Question, keys. Emits: rows by key, or that there is no usable answer.

Many keys go into one query. A batch that takes too long, or whose answer is cut, is asked again in halves; an endpoint
that fails again and again is given up, and what was not asked is said to be so.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.endpoint import Endpoint, Table
from kg.errors import (
    AnswerTooLargeError,
    EndpointError,
    EndpointTimeoutError,
    MalformedAnswerError,
    RateLimitedError,
    RefusedError,
    UnreachableError,
)
from kg.iris import digest
from kg.links.journal import Journal, Row
from kg.links.target import Question, Target, filled
from kg.terms import iri, is_iri, text

_PATIENCE: Final = 10
"""Failures in a row after which an endpoint is given up."""
_TRUSTED: Final = 10
"""Batches in a row after whose answers they may grow again."""
_TOO_MUCH: Final = frozenset({400, 413, 414, 500, 502, 503, 504})
"""HTTP statuses that a smaller query may not get."""


class Answers(NamedTuple):
    """What came back for some keys: the rows of each (none is an answer, too), and the keys without an answer."""

    rows: dict[str, list[Row]]
    failed: frozenset[str] = frozenset()


class Asker:
    """Asks the endpoints of one target."""

    def __init__(
        self, target: Target, journal: Journal, connect: Callable[[str], Endpoint], *, url: str | None
    ) -> None:
        """Ask nothing yet.

        Args:
            target: whose endpoints they are.
            journal: of the answers had so far.
            connect: gives the client of an address.
            url: an endpoint to ask instead of those of the target.
        """
        self._target = target
        self._journal = journal
        self._connect = connect
        self._url = url
        self._endpoints: dict[str, Endpoint] = {}
        self._failures: Counter[str] = Counter()
        self._given_up: set[str] = set()
        self._sizes: dict[str, int] = {}
        self._fluent = 0
        self.errors: Counter[str] = Counter()
        """What went wrong -> how often."""
        self.asked = 0
        """Queries that were sent, those of the client's own repetitions not counted."""

    @property
    def complete(self) -> bool:
        """Whether every question had an answer."""
        return not self.errors

    def answers(self, question: Question, keys: Sequence[str]) -> Iterator[Answers]:
        """Yield the answers for keys as they come; keys that are in none were not asked."""
        name = digest(self._target.name, self._place(question), question.query, str(question.iri))
        had: dict[str, list[Row]] = {}
        waiting: deque[str] = deque()
        for key in dict.fromkeys(keys):
            rows = self._journal.get(name, key)
            if rows is not None:
                had[key] = rows
            elif not question.iri or is_iri(key):
                waiting.append(key)
        if had:
            yield Answers(had)
        while waiting and self._place(question) not in self._given_up:
            size = min(len(waiting), self._size(question))
            yield from self._batch(question, [waiting.popleft() for _ in range(size)], name)

    def _place(self, question: Question) -> str:
        return self._url or question.endpoint or self._target.endpoint or ""

    def _size(self, question: Question) -> int:
        return self._sizes.get(self._place(question), self._most(question))

    def _most(self, question: Question) -> int:
        return question.batch or self._target.batch

    def _batch(self, question: Question, keys: list[str], name: str) -> Iterator[Answers]:
        place = self._place(question)
        if place in self._given_up:
            return
        try:
            table = self._endpoint(place).select(filled(question, [_term(question, key) for key in keys]))
            self.asked += 1
        except EndpointError as error:
            self.asked += 1
            self._failures[place] += 1
            if _is_final(error) or self._failures[place] >= _PATIENCE:
                self._given_up.add(place)
                self.errors[str(error)] += 1
                yield Answers({}, frozenset(keys))
            elif len(keys) == 1:
                self.errors[str(error)] += 1
                yield Answers({}, frozenset(keys))
            else:
                yield from self._halves(question, keys, name)
            return
        self._failures[place] = 0
        if len(table.rows) >= self._target.page:
            if len(keys) == 1:
                self.errors[f"{place}: a key has {len(table.rows):,} rows or more: its answer is cut"] += 1
                yield Answers({}, frozenset(keys))
            else:
                yield from self._halves(question, keys, name)
            return
        self._grow(question)
        rows = _rows_by_key(table, keys)
        self._journal.add(name, rows)
        yield Answers(rows)

    def _halves(self, question: Question, keys: list[str], name: str) -> Iterator[Answers]:
        half = len(keys) // 2
        self._sizes[self._place(question)] = half
        self._fluent = 0
        yield from self._batch(question, keys[:half], name)
        yield from self._batch(question, keys[half:], name)

    def _grow(self, question: Question) -> None:
        self._fluent += 1
        place = self._place(question)
        if place in self._sizes and self._fluent >= _TRUSTED:
            self._fluent = 0
            self._sizes[place] = min(self._most(question), 2 * self._sizes[place])

    def _endpoint(self, place: str) -> Endpoint:
        found = self._endpoints.get(place)
        if found is None:
            found = self._endpoints[place] = self._connect(place)
        return found


def _is_final(error: EndpointError) -> bool:
    """Return whether a smaller or later question of this run would fare no better."""
    if isinstance(error, EndpointTimeoutError):
        return error.temporary  # nobody answers at all; what takes too long is no temporary error of the client
    if isinstance(error, MalformedAnswerError | AnswerTooLargeError):
        return False
    if isinstance(error, RateLimitedError):
        return True
    if isinstance(error, RefusedError):
        return error.status not in _TOO_MUCH
    return not (isinstance(error, UnreachableError) and error.temporary)


def _term(question: Question, key: str) -> str:
    return iri(key) if question.iri else text(key)


def _rows_by_key(table: Table, keys: Sequence[str]) -> dict[str, list[Row]]:
    """Return the rows of each key, without those for keys that nobody asked for and without blank nodes."""
    answers: dict[str, list[Row]] = {key: [] for key in keys}
    for terms in table.rows:
        row = {
            column: term.value
            for column, term in zip(table.columns, terms, strict=True)
            if term is not None and not isinstance(term, ox.BlankNode)
        }
        key = row.pop("key", None)
        if key in answers and "thing" in row:
            answers[key].append(row)
    return answers
