"""Answers by their kind. Reads: what `query` returns. Emits: Rows, bool, Triples, or why it is another kind."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from kg.errors import UsageError
from kg.query.rows import Rows, Triples

Given = Mapping[str, object]
"""Values of a query's parameters."""


class Asked(ABC):
    """What answers queries, here or far away: `query` decides the answer, the other three its kind."""

    @abstractmethod
    def query(
        self, query: str, parameters: Given | None = None, /, *, timeout: float | None = None, **more: object
    ) -> Rows | bool | Triples:
        """Return the answer: Rows of a SELECT, truth of an ASK, Triples of a CONSTRUCT or DESCRIBE."""

    def select(
        self, query: str, parameters: Given | None = None, /, *, timeout: float | None = None, **more: object
    ) -> Rows:
        """Return the rows of a SELECT; arguments and errors as `query`."""
        answer = self.query(query, parameters, timeout=timeout, **more)
        if isinstance(answer, Rows):
            return answer
        raise UsageError("select() wants a SELECT query: use ask() for ASK, construct() for CONSTRUCT and DESCRIBE")

    def ask(
        self, query: str, parameters: Given | None = None, /, *, timeout: float | None = None, **more: object
    ) -> bool:
        """Return the truth of an ASK; arguments and errors as `query`."""
        answer = self.query(query, parameters, timeout=timeout, **more)
        if isinstance(answer, bool):
            return answer
        raise UsageError("ask() wants an ASK query: use select() for SELECT, construct() for CONSTRUCT and DESCRIBE")

    def construct(
        self, query: str, parameters: Given | None = None, /, *, timeout: float | None = None, **more: object
    ) -> Triples:
        """Return the triples of a CONSTRUCT or DESCRIBE; arguments and errors as `query`."""
        answer = self.query(query, parameters, timeout=timeout, **more)
        if isinstance(answer, Triples):
            return answer
        raise UsageError("construct() wants a CONSTRUCT or DESCRIBE query: use select() for SELECT, ask() for ASK")
