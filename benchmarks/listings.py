"""How well pages with a gold are read and merged. Run: python benchmarks/listings.py FOLDER [FOLDER ...].

A FOLDER holds pages and a `gold.json`: pages -> entries in the order of the page, with title, authors, whether the
list is cut, date, category, code, score, abstract, and the id of the paper. Printed: the run-together lines read with
their clean twins (i), together (ii) and each page alone (iii); the fields of the other layouts; and the papers of the
whole folder, as pairs of entries that were rightly and wrongly merged.
"""

import json
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.model import Record
from kg.pipeline import read
from kg.resolve import Resolver

Gold = dict[str, Any]


def plain(text: str | None) -> str | None:
    """Return text in NFC with blanks and apostrophes of one kind: what dirt changes and a reader keeps."""
    if text is None:
        return None
    return " ".join(unicodedata.normalize("NFC", text).replace("\u2019", "'").split())


def wrong_fields(record: Record, entry: Gold) -> list[str]:
    """Return the fields in which a record differs from its gold; fields that the gold lacks are not asked."""
    year_shown = entry.get("year_shown", True)
    said = {
        "title": plain(record.title),
        "authors": [plain(author) for author in record.authors],
        "truncated": not record.authors_complete,
        "date": record.date if year_shown or record.date is None else record.date[-5:],
        "category": record.category,
        "code": record.has_code,
        "score": None if record.score is None else float(record.score),
        "abstract": plain(record.abstract),
        "first_line": record.start_line,
    }
    expected = {field: entry[field] for field in said if field in entry}
    for field in ("title", "abstract"):
        if field in expected:
            expected[field] = plain(expected[field]) or None
    if "authors" in expected:
        expected["authors"] = [plain(author) for author in expected["authors"]]
    if not year_shown and "date" in expected:
        expected["date"] = expected["date"][-5:]
    return [field for field, value in expected.items() if said[field] != value]


def bylines(name: str, readings: Iterable[Iterable[Record]], gold: Gold) -> None:
    """Print how many run-together lines are right, how many are flagged, and how many of the rest are right."""
    right = flagged = sure_right = total = 0
    for records in readings:
        for record in records:
            if record.layout != "compact":
                continue
            good = not {"title", "authors", "truncated"} & set(wrong_fields(record, entry_of(record, gold)))
            doubtful = any(doubt.field == "byline" for doubt in record.doubts)
            total, right, flagged = total + 1, right + good, flagged + doubtful
            sure_right += good and not doubtful
            if not good:
                print(f"      {record.source}:{record.start_line}: {record.title!r} | {record.authors}")
    sure = total - flagged
    print(f"{name:<34} {right:>5} of {total:<5} {share(right, total)}  flagged {share(flagged, total)}", end="")
    print(f"  unflagged right {share(sure_right, sure)}")


def entry_of(record: Record, gold: Gold) -> Gold:
    """Return the gold of a record."""
    entry: Gold = gold["pages"][record.source]["entries"][record.index - 1]
    return entry


def share(part: int, whole: int) -> str:
    """Return a percentage."""
    return f"{100 * part / whole:6.2f} %" if whole else "     - "


def layouts(records: list[Record], gold: Gold) -> None:
    """Print the entries of each layout that were found, and those with every field right."""
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for record in records:
        wrong = wrong_fields(record, entry_of(record, gold))
        found[record.layout] += 1
        right[record.layout] += not wrong
        if wrong:
            print(f"      {record.source}:{record.start_line}: {', '.join(wrong)}")
    entries: Counter[str] = Counter()
    for page in gold["pages"].values():
        entries[page["format"]] += len(page["entries"])
    for layout, number in sorted(entries.items()):
        name = f"{layout}: every field"
        print(f"{name:<34} {right[layout]:>5} of {number:<5} {share(right[layout], number)}  read {found[layout]}")


def papers(records: list[Record], gold: Gold) -> None:
    """Print pairs of entries that are one paper: how many of the merged ones are, and how many of those are merged."""
    with tempfile.TemporaryDirectory() as folder, Resolver(Path(folder, "records.sqlite")) as resolver:
        for record in records:
            resolver.add(record)
        clusters = {record.key: paper.key for paper in resolver.papers() for record in paper.records}
    ours: defaultdict[str, set[str]] = defaultdict(set)
    theirs: defaultdict[str, set[str]] = defaultdict(set)
    for record in records:
        ours[clusters[record.key]].add(record.key)
        theirs[entry_of(record, gold)["paper_id"]].add(record.key)
    merged = {pair for keys in ours.values() for pair in combinations(sorted(keys), 2)}
    same = {pair for keys in theirs.values() for pair in combinations(sorted(keys), 2)}
    print(f"{'papers':<34} {len(ours):>5} of {len(theirs):<5}", end="")
    print(f" pairs: precision {share(len(merged & same), len(merged))}  recall {share(len(merged & same), len(same))}")


def main() -> None:
    """Print the figures of each folder."""
    for folder in map(Path, sys.argv[1:]):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        pages = sorted(gold["pages"])
        compact = [folder / name for name in pages if gold["pages"][name]["format"] == "compact"]
        print(folder.name)
        records = list(read(*(folder / name for name in pages)))
        bylines("(i) with clean twins", [records], gold)
        bylines("(ii) run-together pages together", [read(*compact)] if compact else [], gold)
        bylines("(iii) each page alone", (read(page) for page in compact), gold)
        layouts(records, gold)
        papers(records, gold)


if __name__ == "__main__":
    main()
