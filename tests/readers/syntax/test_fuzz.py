"""Broken JSON: any mutation of a good source gives records and rejects, never an error, never without end.

Run longer with `FUZZ_SECONDS=60 pytest tests/readers/syntax/test_fuzz.py`; samples are mutated too if they are here.
"""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.model import Record, Reject
from kg.readers import Place, Source, open_source
from kg.readers.crossref.reader import read_crossref
from kg.readers.openalex.reader import read_openalex

SECONDS = float(os.environ.get("FUZZ_SECONDS", "1"))
ROUNDS = 150
LONGEST = 5.0
"""Seconds for one source of some ten thousand bytes."""
WORK = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1/x",
    "title": "A <i>b</i> &amp; <math><mi>x</mi></math>",
    "authorships": [
        {
            "author": {"display_name": "A B", "orcid": "https://orcid.org/0000-0001-6187-6610"},
            "institutions": [{"id": "i", "ror": "https://ror.org/0161xgx34"}],
            "raw_affiliation_strings": ["U"],
        }
    ],
    "abstract_inverted_index": {"a": [0, 2], "b": [1]},
    "publication_date": "2020-02-29",
    "publication_year": 2020,
    "primary_location": {
        "source": {"display_name": "J", "issn": ["2041-1723"]},
        "pdf_url": "https://arxiv.org/pdf/2001.00001",
    },
    "DOI": "10.1/X",
    "author": [{"given": "A", "family": "B", "affiliation": [{"name": "U"}]}],
    "container-title": ["J"],
    "issued": {"date-parts": [[2020, 2, 29]]},
    "reference": [{"DOI": "10.1/y"}, {"unstructured": "C"}],
    "content-domain": {},
    "license": [{"URL": "https://example.org", "content-version": "vor"}],
    "abstract": "<jats:p>a</jats:p>",
    "ISBN": ["1"],
    "relation": {"has-preprint": [{"id-type": "doi", "id": "10.1101/1"}]},
    "update-to": [{"DOI": "10.1/x", "type": "retraction"}],
}
SEEDS = [
    json.dumps(WORK),
    "\n".join([json.dumps(WORK)] * 3),
    json.dumps([WORK] * 3, indent=1),
    json.dumps({"meta": {"count": 2}, "results": [WORK, WORK], "group_by": []}),
    json.dumps({"status": "ok", "message": {"facets": {}, "items": [WORK, WORK]}}, indent=2),
]
SCRAPS = [
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"\\",
    b",",
    b":",
    b"\n",
    b"null",
    b"-1e999",
    b"\x00",
    b"\xff",
    b"\\ud800",
    b"[[[[",
    b"<mml:math>",
    b"&#x110000;",
    b"&#0;",
    b"9" * 5000,
    b"\xef\xbb\xbf",
    b"true",
    b'{"a":',
    b"<![CDATA[",
    b"</",
    b"<sup>",
]


def mutated(body: bytes, dice: random.Random) -> bytes:
    """Return a body with some bytes cut out, doubled, moved or replaced."""
    for _ in range(dice.randint(1, 6)):
        at, end = sorted(dice.choices(range(len(body) + 1), k=2))
        end = min(end, at + dice.choice([1, 1, 3, 40, 4000]))
        match dice.randrange(5):
            case 0:
                body = body[:at] + body[end:]
            case 1:
                body = body[:end] + body[at:]
            case 2:
                body = body[:at] + dice.choice(SCRAPS) + body[end:]
            case 3:
                body = body[:at] + dice.choice(SCRAPS) + body[at:]
            case _:
                body = body[:at] + bytes(dice.choices(range(256), k=3)) + body[end:]
    return body


def swapped(value: object, dice: random.Random) -> object:
    """Return JSON with some values replaced by values of another type."""
    if dice.random() < 0.03:
        return dice.choice([None, True, -7, 1e300, "", "x", [], {}, [None], {"a": 1}, [[1]], "\ud800", 10**30])
    if isinstance(value, dict):
        return {name: swapped(one, dice) for name, one in value.items()}
    return [swapped(one, dice) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("read", [read_openalex, read_crossref], ids=["openalex", "crossref"])
def test_no_source_breaks_a_reader(read: Callable[[Source], Iterator[Record | Reject]], tmp_path: Path) -> None:
    """Every mutation is read to its end, within seconds, with at least one row."""
    folder = Path(__file__).parents[4] / "shared" / "samples"
    paths = sorted([*folder.glob("openalex/*"), *folder.glob("crossref/*")]) if SECONDS > 5 else []
    samples = [path.read_text(encoding="utf-8").rstrip() for path in paths]
    seeds, dice, ends = SEEDS + samples, random.Random(4), time.monotonic() + SECONDS  # noqa: S311 - no secret
    path, rounds = tmp_path / "works.json", 0
    while rounds < ROUNDS or time.monotonic() < ends:
        seed, rounds = dice.choice(seeds), rounds + 1
        if dice.random() < 0.5:
            path.write_bytes(mutated(seed.encode(), dice))
        else:
            values = [json.loads(line) for line in seed.split("\n")] if '}\n{"' in seed else [json.loads(seed)]
            path.write_text("\n".join(json.dumps(swapped(value, dice)) for value in values))
        begun = time.monotonic()
        found = list(read(open_source(Place(str(path), by_hand=True), "works.json", tmp_path)))
        assert time.monotonic() - begun < LONGEST, path.read_bytes()
        assert all(isinstance(one, (Record, Reject)) for one in found)
        assert found or not path.read_bytes().strip()
