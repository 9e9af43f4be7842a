"""How long resolution takes, how much memory it needs, and how often it is right.

Run: python benchmarks/resolve.py 5000 50000        invented records, so many
     python benchmarks/resolve.py FOLDER            pages with a gold.json, each choice of layouts by itself

Invented are words by a Zipf distribution, and groups whose abstracts share template sentences. Each paper stands on
one to four pages, whole, cut, or as a bare abstract whose wording differs. Figures are of pairs of records: which of
the pairs that were made one paper are one (precision), which of those that are one were found (recall).
"""

import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from kg.model import Name, Record
from kg.pipeline.reading import read
from kg.resolve import Resolver

VOCABULARY, GROUP, PAGE = 40_000, 20, 25
SYLLABLES = [c + v for c in "bcdfghklmnprstvz" for v in "aeiou"]


class Library:
    """Invented papers with known identity."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - invented papers
        self._words = [self._word() for _ in range(VOCABULARY)]
        self._weights = [1 / (rank + 20) for rank in range(VOCABULARY)]
        self._cumulative = [sum(self._weights[:1])]
        for weight in self._weights[1:]:
            self._cumulative.append(self._cumulative[-1] + weight)

    def _word(self) -> str:
        return "".join(self._random.choices(SYLLABLES, k=self._random.randint(1, 4)))

    def words(self, count: int) -> list[str]:
        """Return words, frequent ones often."""
        return self._random.choices(self._words, cum_weights=self._cumulative, k=count)

    def records(self, count: int) -> Iterator[tuple[int, Record]]:
        """Yield records with the number of their paper."""
        made = paper = 0
        pages: dict[str, list[int]] = {"site": [0, 0], "family": [0, 0], "abstract": [0, 0]}
        template: list[str] = []
        people: list[str] = []
        while made < count:
            if paper % GROUP == 0:
                template = self.words(40)
                people = [" ".join(w.title() for w in self.words(2)) for _ in range(6)]
            title = " ".join(self.words(9)).capitalize()
            authors = self._random.sample(people, 4)
            abstract = [*template[:20], *self.words(100), *template[20:]]
            for layout in self._random.sample(["site", "family", "abstract", "site"], self._random.randint(1, 4)):
                place = pages[layout]
                place[1] += 1
                if place[1] > PAGE:
                    place[0], place[1] = place[0] + 1, 1
                yield paper, self._record(layout, place, title, authors, abstract)
                made += 1
            paper += 1

    def _record(self, layout: str, place: list[int], title: str, authors: list[str], abstract: list[str]) -> Record:
        drifted = [word for word in abstract if self._random.random() > 0.1] if layout == "abstract" else abstract
        bare = layout == "abstract"
        cut = layout == "site"
        return Record(
            source=f"{layout}-{place[0]}.txt",
            source_key=sha256(f"{layout}-{place[0]}".encode()).hexdigest()[:16],
            index=place[1],
            format="listing",
            layout=layout,
            title=None if bare else title,
            names=() if bare else tuple(Name(printed=name) for name in (authors[:3] if cut else authors)),
            authors_complete=layout == "family",
            abstract=" ".join(drifted),
            date="2021-03-04" if cut else None,
            start_line=4 * place[1],
            end_line=4 * place[1] + 3,
        )


def measure(count: int) -> None:
    """Print seconds, memory and errors for an input of `count` records."""
    truth: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder, Resolver(Path(folder) / "spool.db") as resolver:
        spent = 0.0
        for paper, record in Library(count).records(count):
            truth[record.key] = paper
            start = time.perf_counter()
            resolver.add(record)
            spent += time.perf_counter() - start
        added = spent
        start = time.perf_counter()
        papers = wrong = 0
        parts: Counter[int] = Counter()
        for merged in resolver.papers():
            papers += 1
            numbers = {truth[record.key] for record in merged.records}
            wrong += len(numbers) > 1
            parts.update(numbers)
        agents = sum(1 for _ in resolver.agents())
        findings = Counter(finding.rule for finding in resolver.findings())
        spent += time.perf_counter() - start
        size = (Path(folder) / "spool.db").stat().st_size / 1e6
    double = sum(times > 1 for times in parts.values())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} records: {papers} papers, {agents} agents; {wrong} wrong merges, {double} papers left double")
    print(f"  {spent:.1f} s ({added:.1f} s adding), {memory:.0f} MB at most, spool {size:.0f} MB; {dict(findings)}")


def judge(folder: Path) -> None:
    """Print precision and recall over pairs of records, for each choice of layouts."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["pages"]
    layouts = sorted({page["format"] for page in gold.values()})
    for chosen in (some for size in range(1, len(layouts) + 1) for some in combinations(layouts, size)):
        pages = [folder / name for name, page in gold.items() if page["format"] in chosen]
        records = list(read(*pages))
        truth = {record.key: gold[record.source]["entries"][record.index - 1]["paper_id"] for record in records}
        with tempfile.TemporaryDirectory() as spool, Resolver(Path(spool) / "spool.db") as resolver:
            for record in records:
                resolver.add(record)
            clusters = [[truth[record.key] for record in paper.records] for paper in resolver.papers()]
        made, right = sum(pairs(len(c)) for c in clusters), sum(pairs(n) for c in clusters for n in Counter(c).values())
        there = sum(pairs(times) for times in Counter(truth.values()).values())
        figures = f"precision {right / made if made else 1:.4f}, recall {right / there if there else 1:.4f}"
        papers = f"{len(clusters)} papers of {len(set(truth.values()))}"
        print(f"{figures}: {len(records)} records, {papers}, {', '.join(chosen)}")


def pairs(count: int) -> int:
    """Return how many pairs `count` things make."""
    return count * (count - 1) // 2


if __name__ == "__main__":
    for argument in sys.argv[1:] or ["5000"]:
        if argument.isdecimal():
            measure(int(argument))
        else:
            judge(Path(argument))
