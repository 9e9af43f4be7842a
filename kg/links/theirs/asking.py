"""Keys -> answers of an endpoint. Reads: Question, keys. Emits: rows by key, or that there is no usable answer.

Many keys go into one query, and more after quick answers. A batch that takes too long, or whose answer is cut, is asked
again in halves; an endpoint that fails again and again is given up, and what was not asked is said to be so.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from kg.endpoint import Endpoint
from kg.endpoint.giving_up import Failures, is_final
from kg.errors import EndpointError
from kg.iris import digest
from kg.links.targets.key_values import with_keys
from kg.links.targets.target import Question, Target
from kg.links.theirs.journal import Journal, Row
from kg.terms import iri, is_iri, text

_TRUSTED: Final = 10
"""Batches in a row after whose answers they may grow again."""
_STRETCH: Final = 8
"""Times the keys that a target has for a query, up to which batches grow where answers are quick and no query fails."""
_QUICK: Final = 1.0
"""Seconds within which an answer is quick."""


class Answers(NamedTuple):
    """What came back for some keys: the rows of each (none is an answer, too), and the keys without an answer."""

    rows: dict[str, list[Row]]
    failed: frozenset[str] = frozenset()


class Asker:
    """Asks the endpoints of one target."""

    def __init__(
        self,
        target: Target,
        journal: Journal,
        connect: Callable[[str], Endpoint],
        *,
        url: str | None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask nothing yet.

        Args:
            target: whose endpoints they are.
            journal: of the answers had so far.
            connect: gives the client of an address.
            url: an endpoint to ask instead of those of the target.
            now: seconds that only grow.
        """
        self._target = target
        self.journal = journal
        self._connect = connect
        self._url = url
        self._now = now
        self._endpoints: dict[str, Endpoint] = {}
        self._failures = Failures()
        self._sizes: dict[str, int] = {}
        self._stumbled: set[str] = set()
        self._fluent: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        """What went wrong -> how often."""
        self.asked = 0
        """Queries that were sent, those of the client's own repetitions not counted."""
        self.seconds = 0.0
        """That the answers took, with reading them."""

    @property
    def complete(self) -> bool:
        """Whether every question had an answer."""
        return not self.errors

    def place(self, endpoint: str | None) -> str:
        """Return the address that is asked in the place of a question's own endpoint, if it has one."""
        return self._url or endpoint or self._target.endpoint or ""

    def is_given_up(self, place: str) -> bool:
        """Return whether an endpoint is asked nothing more."""
        return self._failures.is_given_up(place)

    def attempt(self, place: str, query: str, *, timeout: float | None = None) -> list[Row] | EndpointError:
        """Return the rows of an answer, or why there is none; after too many failures the endpoint is given up."""
        self.asked += 1
        start = self._now()
        try:
            rows = self._endpoint(place).texts(query, timeout=timeout)
        except EndpointError as error:
            self._failures.add(place, self._now() - start, final=is_final(error))
            return error
        finally:
            self.seconds += self._now() - start
        self._failures.answered(place)
        return rows

    def note(self, place: str, error: EndpointError) -> None:
        """Count what went wrong for good."""
        self.errors[self._failures.told(place, error)] += 1

    def answers(self, question: Question, keys: Sequence[str]) -> Iterator[Answers]:
        """Yield the answers for keys as they come; keys that are in none were not asked."""
        place = self.place(question.endpoint)
        name = digest(self._target.name, place, question.query, str(question.iri))
        had: dict[str, list[Row]] = {}
        waiting: deque[str] = deque()
        for key in dict.fromkeys(keys):
            rows = self.journal.get(name, key)
            if rows is not None:
                had[key] = rows
            elif not question.iri or is_iri(key):
                waiting.append(key)
        if had:
            yield Answers(had)
        while waiting and not self.is_given_up(place):
            size = min(len(waiting), self._sizes.get(name, self._usual(question)))
            yield from self._batch(question, [waiting.popleft() for _ in range(size)], name)

    def _usual(self, question: Question) -> int:
        return question.batch or self._target.batch

    def _batch(self, question: Question, keys: list[str], name: str) -> Iterator[Answers]:
        place = self.place(question.endpoint)
        if self.is_given_up(place):
            return
        start = self._now()
        rows = self.attempt(place, with_keys(question.query, [_term(question, key) for key in keys]))
        if isinstance(rows, EndpointError):
            trouble = self._failures.told(place, rows)
        elif len(rows) >= self._target.page:
            trouble = f"{place}: a key has {len(rows):,} rows or more: its answer is cut"
        else:
            self._grow(question, name, quick=self._now() - start < _QUICK and len(rows) < self._target.page / 3)
            answers = _rows_by_key(rows, keys)
            self.journal.add(name, answers)
            yield Answers(answers)
            return
        if len(keys) == 1 or self.is_given_up(place):
            self.errors[trouble] += 1
            yield Answers({}, frozenset(keys))
        else:
            half = len(keys) // 2
            self._sizes[name], self._fluent[name] = half, 0
            self._stumbled.add(name)
            yield from self._batch(question, keys[:half], name)
            yield from self._batch(question, keys[half:], name)

    def _grow(self, question: Question, name: str, *, quick: bool) -> None:
        usual = self._usual(question)
        size = self._sizes.get(name, usual)
        most = usual if name in self._stumbled or not quick else usual * _STRETCH
        self._fluent[name] += 1
        if size < most and self._fluent[name] >= _TRUSTED:
            self._fluent[name] = 0
            self._sizes[name] = min(most, 2 * size)

    def _endpoint(self, place: str) -> Endpoint:
        found = self._endpoints.get(place)
        if found is None:
            found = self._endpoints[place] = self._connect(place)
        return found


def _term(question: Question, key: str) -> str:
    return iri(key) if question.iri else text(key)


def _rows_by_key(rows: list[Row], keys: Sequence[str]) -> dict[str, list[Row]]:
    """Return the rows of each key, without those for keys that nobody asked for."""
    answers: dict[str, list[Row]] = {key: [] for key in keys}
    for row in rows:
        mine = answers.get(row.pop("key", ""))
        if mine is not None:
            mine.append(row)
    return answers
