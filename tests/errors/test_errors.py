"""Errors cross processes."""

import pickle

import pytest

from kg.errors import InputError, KgError, QueryError


@pytest.mark.parametrize(
    "error", [InputError("gone", source="a.txt", line=3), QueryError("what?", line=1, column=2), KgError("no")]
)
def test_an_error_survives_the_way_back_from_another_process(error: KgError) -> None:
    """A pool of processes sends errors as bytes: message and place come out as they went in."""
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))
