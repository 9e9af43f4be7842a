"""The figures of the run-together line, on the sample pages."""

import json
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.bylines import Evidence, split

LISTINGS = Path(__file__).parents[3] / "shared" / "samples" / "listings"

pytestmark = pytest.mark.skipif(not LISTINGS.is_dir(), reason="the sample pages (../shared) are not here")


class Entry(NamedTuple):
    """A run-together line with its page, abstract and where it is to be split."""

    page: str
    line: str
    abstract: str
    split: int


def compact_entries(folder: Path) -> list[Entry]:
    """Return the run-together lines of a folder; `split` is from the gold, shifted by letters the noise added."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    entries = []
    for page, facts in sorted(gold["pages"].items()):
        if facts["format"] != "compact":
            continue
        lines = (folder / page).read_text(encoding="utf-8-sig").splitlines()
        for entry in facts["entries"]:
            line = lines[entry["first_line"]]
            first = line.index(entry["authors"][0][:1], entry["split_at"])
            abstract = lines[entry["first_line"] + 1] if entry["abstract"] else ""
            entries.append(Entry(page, line, abstract, first))
    return entries


@pytest.mark.parametrize("kind", ["clean", "noisy"])
def test_every_line_of_the_sample_pages_is_split_right(kind: str) -> None:
    """All compact pages together and each alone: every line is right, and none is doubtful."""
    pages = defaultdict(list)
    together = Evidence()
    for entry in compact_entries(LISTINGS / kind):
        pages[entry.page].append(entry)
        together.add_compact(entry.line, entry.page, entry.abstract)
    for page, entries in pages.items():
        alone = Evidence()
        for entry in entries:
            alone.add_compact(entry.line, page, entry.abstract)
        for entry in entries:
            for evidence in (alone, together):
                reading = split(entry.line, evidence, page)
                assert (reading.split, reading.doubtful) == (entry.split, False), entry.line
