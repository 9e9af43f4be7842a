"""Keys -> rows of an endpoint. Reads: a Question, keys. Emits: all rows for these keys, or an error: never a part.

Many keys go into one query, by number and by length. A batch that takes too long, or whose answer may be cut, is asked
again in halves; an endpoint that fails again and again is given up.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.endpoint import Endpoint, Table, Term
from kg.endpoint.giving_up import PATIENCE, is_final
from kg.errors import AnswerTooLargeError, EndpointError, MalformedAnswerError
from kg.query.running import Patience
from kg.query.services import Question, variables

Key = tuple[Term, ...]
Cells = tuple[Term | None, ...]
MOST_KEYS: Final = 200
"""Keys of one query."""
_MOST_SIGNS: Final = 50_000
"""Characters of the keys of one query."""
_MOST_ROWS: Final = 2_000_000
"""Rows that are held for a clause."""
_COUNT: Final = "kgCount"
_PAGE: Final = 1_000
"""Rows in multiples of which servers cut answers; some do so at powers of two."""


class Batches(NamedTuple):
    """How an endpoint is asked for many keys."""

    endpoint: Endpoint
    question: Question
    columns: tuple[str, ...]
    names: tuple[str, ...]
    """The columns that keys are values of; none to ask for everything."""
    patience: Patience
    told: Callable[[int], None]
    """Is called with the number of keys of each batch that was answered."""

    def rows(self, keys: Sequence[Key]) -> Iterator[Cells]:
        """Yield the rows for keys; without `names` for the one key that is empty.

        Raises:
            EndpointError: an answer for some key cannot be had whole.
            OutOfTimeError: the time is over.
        """
        waiting, most, failures, count = deque(keys), MOST_KEYS, 0, 0
        size = most
        while waiting:
            batch = _taken(waiting, size)
            try:
                rows = self._answer(batch)
            except EndpointError as error:
                self.patience.left()  # who limits the time waits for no answer beyond it
                failures += 1
                if len(batch) == 1 or failures >= PATIENCE or is_final(error):
                    raise
                rows, most = None, len(batch) // 2
            if rows is None:
                waiting.extendleft(reversed(batch))
                size = len(batch) // 2
                continue
            size, failures, count = min(most, 2 * size), 0, count + len(rows)
            if count > _MOST_ROWS:
                raise self._too_large(f"the answers have more than {_MOST_ROWS:,} rows: ask for less")
            self.told(len(batch))
            yield from rows

    def _answer(self, batch: list[Key]) -> list[Cells] | None:
        """Return the rows for a batch, None where the answer may be cut and the batch can be halved."""
        values = values_block(self.names, batch) if self.names else ""
        table = self._asked(self.columns, self.question.text(variables(self.columns), values))
        if _may_be_cut(len(table.rows)):
            if len(batch) > 1:
                return None
            counted = self._asked((_COUNT,), self.question.text(f"(COUNT(*) AS ?{_COUNT})", values)).rows
            if [str(term.value) for (term,) in counted if term is not None] != [str(len(table.rows))]:
                raise self._too_large(f"its answer is cut after {len(table.rows):,} rows: ask for less")
        at = [table.columns.index(name) for name in self.names]
        wanted = set(batch)  # who overlooks VALUES would answer the same with each batch
        order = [table.columns.index(name) for name in self.columns]
        return [tuple(row[each] for each in order) for row in table.rows if tuple(row[each] for each in at) in wanted]

    def _asked(self, columns: tuple[str, ...], query: str) -> Table:
        table = self.endpoint.select(query, timeout=self.patience.left())
        if set(table.columns) != set(columns):
            raise MalformedAnswerError(
                f"it answers with the columns {', '.join(table.columns)[:80] or 'none'} "
                f"where {', '.join(columns)} were asked for",
                endpoint=self.endpoint.url,
                query=query,
            )
        return table

    def _too_large(self, message: str) -> AnswerTooLargeError:
        return AnswerTooLargeError(message, endpoint=self.endpoint.url, query=self.question.text("*"))


def values_block(names: Sequence[str], rows: Sequence[Cells]) -> str:
    """Return a VALUES block."""
    if len(names) == 1:
        return f"VALUES ?{names[0]} {{ {' '.join('UNDEF' if row[0] is None else str(row[0]) for row in rows)} }}"
    lines = (" ".join("UNDEF" if term is None else str(term) for term in row) for row in rows)
    return f"VALUES ({variables(names)}) {{ {' '.join(f'({line})' for line in lines)} }}"


def _taken(waiting: deque[Key], size: int) -> list[Key]:
    """Take the next keys: at most so many, and not more text than a query may have."""
    batch: list[Key] = []
    signs = 0
    while waiting and len(batch) < max(size, 1):
        signs += sum(len(str(term)) for term in waiting[0])
        if batch and signs > _MOST_SIGNS:
            break
        batch.append(waiting.popleft())
    return batch


def _may_be_cut(count: int) -> bool:
    """Return whether so many rows look like the end of a server's patience rather than that of the answer."""
    return count >= _PAGE and (count % _PAGE == 0 or count & (count - 1) == 0)


def is_portable(term: object) -> bool:
    """Return whether a term means the same elsewhere: blank nodes do not."""
    return isinstance(term, ox.NamedNode | ox.Literal)
