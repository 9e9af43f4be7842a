"""Pauses, turns and dates, without waiting."""

import pytest

from kg.endpoint import Pace, Retries
from kg.endpoint.patience import Deadline, DeadlineError, retry_after_seconds
from kg.errors import EndpointError, RateLimitedError

PASSING = EndpointError("busy", endpoint="http://x/", temporary=True)


@pytest.mark.parametrize(
    ("attempt", "chance", "pause"), [(1, 0.0, 0.5), (1, 1.0, 1.0), (3, 1.0, 4.0), (9, 0.5, 22.5), (99, 1.0, 30.0)]
)
def test_backoff(attempt: int, chance: float, pause: float) -> None:
    """A pause doubles up to a limit; half of it is chance."""
    assert Retries(attempts=100).pause(attempt, PASSING, chance) == pause


def test_no_further_attempt() -> None:
    """What will not change, and what failed often enough, is not tried again."""
    assert Retries().pause(1, EndpointError("no", endpoint="http://x/"), 1.0) is None
    assert Retries(attempts=2).pause(2, PASSING, 1.0) is None


@pytest.mark.parametrize(("asked", "pause"), [(0.0, 1.0), (60.0, 60.0), (120.0, 120.0), (121.0, None)])
def test_what_the_endpoint_asks_for(asked: float, pause: float | None) -> None:
    """A wish to be left alone is kept where it is not too long."""
    error = RateLimitedError("slow down", endpoint="http://x/", retry_after=asked)
    assert Retries().pause(1, error, 1.0) == pause


@pytest.mark.parametrize(
    ("value", "sent", "seconds"),
    [
        ("0", None, 0.0),
        (" 120 ", None, 120.0),
        ("9" * 400, None, float("9" * 12)),
        ("Thu, 01 Jan 1970 00:02:00 GMT", None, 20.0),
        ("Thu, 01 Jan 1970 00:02:00 GMT", "Thu, 01 Jan 1970 00:01:00 GMT", 60.0),
        ("Thu, 01 Jan 1970 00:02:00 GMT", "no date", 20.0),
        ("Thu, 01 Jan 1970 00:00:10 -0000", None, 0.0),
        ("soon", None, None),
        ("-5", None, None),
        ("", None, None),
        (None, None, None),
        ("²", None, None),
        ("Thu, 99 Jan 1970 00:00:10 GMT", None, None),
    ],
)
def test_retry_after(value: str | None, sent: str | None, seconds: float | None) -> None:
    """Seconds or a date of HTTP; a date counts from that of the answer, else from our clock."""
    assert retry_after_seconds(value, sent, 100.0) == seconds


def test_turns() -> None:
    """One host is asked once in an interval, several are independent, a wish to be left alone is kept."""
    pace = Pace()
    assert [pace.wait("a", 1.0, 0.0) for _ in range(3)] == [0.0, 1.0, 2.0]
    assert pace.wait("b", 1.0, 0.0) == 0.0
    pace.leave_alone("b", 9.0)
    pace.leave_alone("b", 5.0)
    assert pace.wait("b", 1.0, 2.0) == 7.0
    assert pace.wait("a", 1.0, 50.0) == 0.0


def test_deadlines() -> None:
    """A wait is never longer than the time that is left."""
    now = [0.0]
    deadline = Deadline(10.0, lambda: now[0])
    assert deadline.at_most(60.0) == 10.0
    assert deadline.at_most(3.0) == 3.0
    now[0] = 10.0
    with pytest.raises(DeadlineError):
        deadline.at_most(3.0)
