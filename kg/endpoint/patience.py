"""How long to wait, and how often to ask. Reads: clocks, HTTP headers. Emits: seconds, and errors when they are over.

Everything that depends on time or chance comes from a `Clock`, so that tests need not wait.
"""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from kg.errors import EndpointError, RateLimitedError


class Clock(NamedTuple):
    """Where time and chance come from."""

    now: Callable[[], float] = time.monotonic
    """Seconds that only grow."""
    sleep: Callable[[float], None] = time.sleep
    date: Callable[[], float] = time.time
    """Seconds since 1970."""
    random: Callable[[], float] = random.random
    """From 0 to below 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one question may take. Times are seconds."""

    connect: float = 10.0
    """Until there is a connection, TLS included."""
    silence: float = 60.0
    """Without a byte of the answer."""
    total: float = 300.0
    """From the question to the whole answer, all attempts and pauses included."""
    size: int = 100_000_000
    """Bytes of an answer, unpacked."""
    public: bool = False
    """Whether only hosts of the public internet may be asked: for an address that the user did not choose himself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """When to ask again. Times are seconds."""

    attempts: int = 4
    """The first one included."""
    first: float = 1.0
    """The longest pause after the first attempt; it doubles with every further one."""
    longest: float = 30.0
    """Where the doubling ends."""
    retry_after: float = 120.0
    """The longest wait that an endpoint may ask for; who asks for more is believed and not asked again."""

    def pause(self, attempt: int, error: EndpointError, chance: float) -> float | None:
        """Return the seconds to wait after an attempt that failed, or None to give up.

        Exponential backoff; half of a pause is chance, so that clients that failed together do not return together.

        Args:
            attempt: counts from 1.
            error: why it failed.
            chance: from 0 to below 1.
        """
        if not error.temporary or attempt >= self.attempts:
            return None
        asked = error.retry_after if isinstance(error, RateLimitedError) else 0.0
        if asked > self.retry_after:
            return None
        backoff = min(self.longest, self.first * 2.0 ** min(attempt - 1, 60))
        return max(asked, backoff * (1 + chance) / 2)


class DeadlineError(TimeoutError):
    """The whole time of a question is over."""


class Deadline:
    """The end of the time of one question."""

    def __init__(self, seconds: float, now: Callable[[], float]) -> None:
        """Start the time."""
        self.seconds = seconds
        self._now = now
        self._end = now() + seconds

    def left(self) -> float:
        """Return the seconds that are left; 0 or less when it is over."""
        return self._end - self._now()

    def at_most(self, seconds: float) -> float:
        """Return `seconds`, or what is left if that is less.

        Raises:
            DeadlineError: nothing is left.
        """
        left = self.left()
        if left <= 0:
            raise DeadlineError
        return min(seconds, left)


class Pace:
    """Turns to ask: each host is asked at most once in an interval, and not at all while it wants to be left alone."""

    def __init__(self) -> None:
        """Begin with hosts that were never asked."""
        self._lock = threading.Lock()
        self._free: dict[str, float] = {}

    def wait(self, host: str, interval: float, now: float) -> float:
        """Return the seconds until the next turn, which is the caller's from now on."""
        with self._lock:
            start = max(now, self._free.get(host, now))
            self._free[host] = start + interval
        return start - now

    def leave_alone(self, host: str, until: float) -> None:
        """Give no turn before `until`."""
        with self._lock:
            self._free[host] = max(until, self._free.get(host, until))


SHARED_PACE = Pace()
"""All endpoints of a process keep it together: a host does not care which object asks."""


def retry_after_seconds(value: str | None, sent: str | None, date: float) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110, 10.2.3); None if there is none or it is wrong.

    Args:
        value: the header: seconds, or a date of HTTP.
        sent: the Date header of the same answer: with it a wrong clock on either side does no harm.
        date: now, in seconds since 1970, where there is no such header.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:12])
    wanted = _http_date(text)
    if wanted is None:
        return None
    start = _http_date(sent) if sent else None
    return max(0.0, wanted - (date if start is None else start))


def _http_date(text: str) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return (moment if moment.tzinfo else datetime.combine(moment.date(), moment.time(), UTC)).timestamp()
