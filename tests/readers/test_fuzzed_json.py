"""Broken JSON of services: any mutation of a case gives records and rejects, never an error, never without end.

Run longer with `FUZZ_SECONDS=60 pytest tests/readers/test_fuzzed_json.py`.
"""

import json
import os
import random
import time
from pathlib import Path

import pytest

from kg.model import Record, Reject
from kg.readers import Place, open_source
from kg.readers.formats import format_of

HERE = Path(__file__).parent
SECONDS = float(os.environ.get("FUZZ_SECONDS", "1"))
ROUNDS = 100
LONGEST = 5.0
"""Seconds for one source of some ten thousand bytes."""
FORMATS = {"datacite": "datacite", "doaj": "doaj", "semantic-scholar": "semantic_scholar", "s2orc": "semantic_scholar"}
SCRAPS = [
    b"{",
    b"}",
    b"[",
    b'"',
    b"\\",
    b",",
    b"\n",
    b"null",
    b"\x00",
    b"\xff",
    b"\\ud800",
    b"9" * 500,
    b"<sup>",
    b"&#0;",
]
VALUES = [None, True, -7, 1e300, "", "x", ":unav", "et al.", "2004-13-45/x", [], {}, [None], {"a": 1}, "\ud800", 10**30]


def mutated(body: bytes, dice: random.Random) -> bytes:
    """Return a body with some bytes cut out, doubled or replaced."""
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(body) + 1)
        end = at + dice.choice([0, 1, 3, 40, 400])
        body = body[:at] + dice.choice([b"", body[at:end] * 2, dice.choice(SCRAPS)]) + body[end:]
    return body


def swapped(value: object, dice: random.Random) -> object:
    """Return JSON with some values replaced by values of another type."""
    if dice.random() < 0.04:
        return dice.choice(VALUES)
    if isinstance(value, dict):
        return {name: swapped(one, dice) for name, one in value.items()}
    return [swapped(one, dice) for one in value] if isinstance(value, list) else value


def broken(case: str, dice: random.Random) -> bytes:
    """Return a case with an error in it: in its bytes, or in its values."""
    if dice.random() < 0.4:
        return mutated(case.encode(), dice)
    try:
        return json.dumps(swapped(json.loads(case), dice)).encode()
    except ValueError:  # lines
        return mutated(case.encode(), dice)


@pytest.mark.parametrize("name", FORMATS)
def test_no_source_breaks_a_reader(name: str, tmp_path: Path) -> None:
    """Every mutation is read to its end, within seconds, with at least one row."""
    paths = sorted((HERE / FORMATS[name] / "cases").glob("*/source.json*"))
    cases = [path.read_text(encoding="utf-8") for path in paths]
    cases += [line for case in cases for line in case.splitlines() if line.startswith('{"')]
    dice, ends = random.Random(4), time.monotonic() + SECONDS  # noqa: S311 - no secret
    path, rounds, read = tmp_path / "papers.json", 0, format_of("", name).read
    while rounds < ROUNDS or time.monotonic() < ends:
        rounds += 1
        path.write_bytes(broken(dice.choice(cases), dice))
        begun = time.monotonic()
        found = list(read(open_source(Place(str(path), by_hand=True), "papers.json", tmp_path)))
        assert time.monotonic() - begun < LONGEST, path.read_bytes()
        assert all(isinstance(one, (Record, Reject)) for one in found)
        assert found or not path.read_bytes().strip()
