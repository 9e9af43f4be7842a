"""A short fuzz of every reader; `python tests/readers/fuzz.py --seconds 600` is a long one."""

import gzip
import os
import random
import time
from pathlib import Path

import pytest

from kg.readers import Place
from tests.readers import fuzz as command

SEEDS = command.seeds()


@pytest.mark.parametrize("form", sorted(SEEDS))
def test_mutated_sources_of_every_format_are_read(form: str) -> None:
    """No exception, no hang, bounded memory, whatever is done to the cases of a format."""
    found = list(command.fuzz(form, SEEDS[form], seconds=0.3, seed=1, least=15))
    failures = [one for one in found if isinstance(one, command.Failure)]
    assert not failures, f"{failures[0].reason}\n{failures[0].body[:2000]!r}"


def test_a_failure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a reader does not bear is told with the source: an exception, a hang, the end of the process."""
    ways = {b"raise": "ValueError", b"hang": "no end within", b"die": "the process died"}

    def read(path: Place, name: str, _: object) -> None:
        body = Path(path.path).read_bytes()
        if body == b"raise":
            raise ValueError(name)
        if body == b"hang":
            time.sleep(60)
        os._exit(3)

    monkeypatch.setattr(command, "open_source", read)
    monkeypatch.setattr(command, "mutated", lambda body, *_: body)
    for body, reason in ways.items():
        failure, rounds = command.fuzz("listing", [body], seconds=0, seed=1, limit=0.5)
        assert isinstance(failure, command.Failure)
        assert reason in failure.reason
        assert rounds == 1


def test_mutations_are_of_many_kinds() -> None:
    """Among some hundred mutations are packed, nested, long and cut ones, and the same seed gives the same."""
    dice = random.Random(1)  # noqa: S311 - no secret
    bodies = [b'{"a": [1, 2, {"b": "c"}]}', b"<a><b>c</b></a>"]
    made = [command.mutated(bodies[0], bodies, dice) for _ in range(150)]
    again = random.Random(1)  # noqa: S311 - no secret
    assert made == [command.mutated(bodies[0], bodies, again) for _ in range(150)]
    assert any(one.startswith(gzip.compress(b"")[:2]) for one in made)
    assert any(b"<!ENTITY" in one for one in made)
    assert any(len(one) > 30_000 for one in made)
    assert any(len(one) < 10 for one in made)
