"""When a place is asked nothing more, without waiting."""

import pytest

from kg.endpoint.giving_up import PATIENCE, Failures, is_final, is_lost
from kg.errors import EndpointError, EndpointTimeoutError, MalformedAnswerError, RateLimitedError, RefusedError

PLACE = "http://x/"
SLOW = EndpointTimeoutError("too slow", endpoint=PLACE)


def test_failures_in_a_row() -> None:
    """Quick failures count one by one, and an answer begins anew; the error says enough."""
    failures = Failures()
    for _ in range(PATIENCE - 1):
        failures.add(PLACE, 1.0, final=False)
    assert not failures.is_given_up(PLACE)
    failures.answered(PLACE)
    for _ in range(PATIENCE):
        assert not failures.is_given_up(PLACE)
        failures.add(PLACE, 1.0, final=False)
    assert failures.is_given_up(PLACE)
    assert not failures.is_given_up("http://y/")
    assert failures.told(PLACE, SLOW) == str(SLOW)


def test_a_place_that_dribbles() -> None:
    """Three questions that took five minutes each are enough, and it is said; an answer between them begins anew."""
    failures = Failures()
    for seconds in (300.0, 300.0):
        failures.add(PLACE, seconds, final=False)
    failures.answered(PLACE)
    for _ in range(3):
        assert not failures.is_given_up(PLACE)
        failures.add(PLACE, 300.0, final=False)
    assert failures.is_given_up(PLACE)
    assert failures.told(PLACE, SLOW) == f"{SLOW}; it was given up after 15 minutes without an answer"


@pytest.mark.parametrize(
    ("error", "lost", "final"),
    [
        (SLOW, False, False),
        (EndpointTimeoutError("silent", endpoint=PLACE, temporary=True), True, True),
        (MalformedAnswerError("cut", endpoint=PLACE), False, False),
        (RefusedError("too much", endpoint=PLACE, status=413), False, False),
        (RefusedError("login", endpoint=PLACE, status=401), False, True),
        (RateLimitedError("slow down", endpoint=PLACE, retry_after=9.0), True, True),
    ],
)
def test_what_is_final(error: EndpointError, *, lost: bool, final: bool) -> None:
    """What no other question mends is lost; what no smaller query mends is final."""
    assert (is_lost(error), is_final(error)) == (lost, final)
