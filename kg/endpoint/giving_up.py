"""Failures in a row -> whether a place is asked again. Reads: errors as they come. Emits: which places are given up.

Many questions go to one endpoint in a run. What is too much for it may be asked for in smaller ones; who does not
answer at all, or fails again and again, is left alone.
"""

from collections import Counter
from typing import Final

from kg.errors import EndpointError, EndpointTimeoutError, RateLimitedError, RefusedError, UnreachableError

PATIENCE: Final = 10
"""Failures in a row after which a place is given up."""
_SECONDS: Final = 900.0
"""Of questions in a row that all failed, after which a place is given up: three that used up all of their time."""
_TOO_MUCH: Final = frozenset({206, 400, 413, 414, 500, 502, 503, 504})
"""HTTP statuses that a smaller query may not get."""


def is_lost(error: EndpointError) -> bool:
    """Return whether nobody answers, or wants to be left alone, whatever is asked."""
    if isinstance(error, EndpointTimeoutError):
        return error.temporary  # nobody answers at all; what takes too long is no temporary error of the client
    return isinstance(error, RateLimitedError) or (isinstance(error, UnreachableError) and not error.temporary)


def is_final(error: EndpointError) -> bool:
    """Return whether a smaller or later query of this run would fare no better."""
    refused = isinstance(error, RefusedError) and error.status not in _TOO_MUCH
    return refused or is_lost(error)


class Failures:
    """The failures in a row of the places that a run asks."""

    def __init__(self) -> None:
        """Begin with places that were never asked."""
        self._in_row: Counter[str] = Counter()
        self._seconds: dict[str, float] = {}
        self._given_up: dict[str, str] = {}

    def answered(self, place: str) -> None:
        """Forget the failures of a place."""
        self._in_row[place], self._seconds[place] = 0, 0.0

    def add(self, place: str, seconds: float, *, final: bool) -> None:
        """Count a failure.

        Args:
            place: that was asked.
            seconds: that the question took.
            final: whether the place is given up at once.
        """
        self._in_row[place] += 1
        seconds += self._seconds.get(place, 0.0)
        self._seconds[place] = seconds
        if final or self._in_row[place] >= PATIENCE:
            self._given_up[place] = ""
        elif seconds >= _SECONDS:
            self._given_up[place] = f"; it was given up after {seconds / 60:.0f} minutes without an answer"

    def told(self, place: str, error: EndpointError) -> str:
        """Return what is to be said of an error: also that it was one too many, where that cannot be seen from it."""
        return f"{error}{self._given_up.get(place, '')}"

    def is_given_up(self, place: str) -> bool:
        """Return whether a place is asked nothing more."""
        return place in self._given_up
