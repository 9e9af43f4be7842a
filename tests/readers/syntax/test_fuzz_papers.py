"""Broken PubMed, RIS, arXiv and OAI files: any mutation gives records and rejects, never an error, never without end.

Run longer with `FUZZ_SECONDS=60 pytest tests/readers/syntax/test_fuzz_papers.py`; samples are mutated if they are here.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.model import Finding, Record, Reject
from kg.readers import Place, Reading, Source, open_source
from kg.readers.arxiv.reader import read_arxiv
from kg.readers.oai.reader import read_oai
from kg.readers.pubmed.nbib import read_nbib
from kg.readers.pubmed.reader import read_pubmed
from kg.readers.ris.reader import read_ris
from kg.readers.tables.wos_text import read_wos

SECONDS = float(os.environ.get("FUZZ_SECONDS", "1"))
LONGEST = 5.0
"""Seconds for one source of some ten thousand bytes."""
HERE = Path(__file__).parent.parent
SAMPLES = HERE.parents[2] / "shared" / "samples"
Read = Callable[[Source], Iterator[Reading]]
SEEDS: dict[str, tuple[Read, list[str], list[str]]] = {
    "pubmed": (read_pubmed, ["pubmed/cases/*/source.xml"], []),
    "nbib": (read_nbib, ["pubmed/cases/*/source.nbib"], []),
    "ris": (read_ris, ["ris/cases/*/source.ris"], ["ris/*.ris"]),
    "wos": (read_wos, ["tables/cases/wos-text/source.txt"], []),
    "arxiv": (read_arxiv, ["arxiv/cases/*/source.xml"], ["arxiv/*.atom.xml"]),
    "oai": (read_oai, ["oai/cases/*/source.xml"], ["arxiv/arxivraw*.xml"]),
}


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """Return bytes flipped, cut out, doubled, nested or moved."""
    text = bytearray(seed)
    for _ in range(chance.randint(1, 8)):
        at, end = sorted(chance.randint(0, len(text)) for _ in range(2))
        end = min(end, at + chance.choice([1, 5, 50, 1000]))
        kind = chance.randrange(6)
        if kind == 0 and at < len(text):
            text[at] = chance.randrange(256)
        elif kind == 1:
            del text[at:end]
        elif kind == 2:
            text[end:end] = text[at:end]
        elif kind == 3:
            text[at:at] = chance.choice(
                [b"<", b"</", b"&", b"\n", b"\n\n", b"]]>", b"<!--", b"TY  - ", b"PMID- 1\n", b"\0"]
            )
        elif kind == 4:
            text[at:at] = text[at:end] * chance.choice([3, 30])
        else:
            piece = text[at:end]
            del text[at:end]
            to = chance.randint(0, len(text))
            text[to:to] = piece
    return bytes(text[:200_000])


@pytest.mark.parametrize("name", SEEDS)
def test_broken_sources_give_records_and_rejects(name: str, tmp_path: Path) -> None:
    """No exception, no hang, whatever is broken; each reading stands on lines of the source."""
    read, cases, samples = SEEDS[name]
    paths = [path for case in cases for path in sorted(HERE.glob(case))]
    paths += [path for sample in samples for path in sorted(SAMPLES.glob(sample))]
    seeds = [path.read_bytes() for path in paths]
    chance = random.Random(name)  # noqa: S311 - to repeat what failed
    path = tmp_path / "source"
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        path.write_bytes(mutated(chance.choice(seeds), chance))
        started = time.monotonic()
        for one in read(open_source(Place(str(path), by_hand=True), path.name, tmp_path)):
            assert isinstance(one, Record | Reject | Finding)
            if isinstance(one, Record):
                assert 1 <= one.start_line <= one.end_line
        assert time.monotonic() - started < LONGEST
