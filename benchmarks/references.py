"""How well printed references are read. Reads: titles and authors, styles. Emits: a table, a row a style.

    python benchmarks/references.py ../shared/samples/bylines/titles-authors.tsv [--held-out] [--rows N] [--wrong N]

Titles and names are real, years, venues, volumes and pages invented. A field is right when it is what was printed.
"""

import argparse
import hashlib
import time
from collections import Counter
from pathlib import Path

from learn_bylines import Row, read_rows
from reference_styles import DEVELOPMENT, HELD_OUT, Style, Work, initials, parted

from kg.model import Record
from kg.readers.references.marked import from_plain
from kg.readers.references.records import Entry, reference_record
from kg.readers.source import Source
from kg.text import fold

JOURNALS = (
    "Journal of Applied Widgets", "Annals of Imaginary Science", "Acta Fictiva", "Computers and Gardens",
    "Nature Letters",
    "IEEE Transactions on Invention", "Studies in Something", "European Review of Forms", "Widget Research",
    "Zeitschrift für Erfundenes", "Revista de Cosas", "The Quarterly of Quiet Places", "Brain and Sand",
    "J. Fict. Res.",
    "Phys. Rev. Z",
)  # fmt: skip
CONFERENCES = (
    "Proceedings of the 12th International Conference on Widgets", "Proc. WIDG", "Advances in Invented Systems 7",
    "Proceedings of the Workshop on Garden Computing (WGC 2019)", "International Symposium on Forms",
)  # fmt: skip
FIELDS = ("title", "authors", "year", "venue", "volume", "issue", "pages")
SOURCE = Source(
    path="", name="x", by_hand=True, sha256="0" * 64, size=1, encoding="utf-8", binary=False, stray_bytes=False
)


def work_of(row: Row) -> Work:
    """Return a paper with what its title's digest invents."""
    digest = hashlib.sha256(row.title.encode()).digest()
    conference = digest[0] % 3 == 0
    venues = CONFERENCES if conference else JOURNALS
    first = digest[2] * 5 + digest[3] + 1
    return Work(
        title=row.title, authors=tuple(map(parted, row.authors)), year=1965 + digest[4] % 58,
        venue=venues[digest[1] % len(venues)], volume=1 + digest[5] % 90, issue=1 + digest[6] % 12, first=first,
        last=first + 1 + digest[7] % 30, doi=f"10.{5000 + digest[8]}/{digest[9:14].hex()}", conference=conference,
    )  # fmt: skip


def findings(work: Work, printed: str, told: set[str], record: Record | None) -> dict[str, bool | None]:
    """Return for each field whether it was read right; None where it is neither printed nor read."""
    if record is None:
        return dict.fromkeys(FIELDS, False)
    names = [fold(name.display) for name in record.names]
    wanted = [(fold(family), fold(initials(given))[:1]) for given, family in work.authors]
    cut = not record.authors_complete
    fitting = all(family in name and (not letter or letter in {w[0] for w in name.split()})
                  for name, (family, letter) in zip(names, wanted, strict=False))  # fmt: skip
    whole = (
        fitting and bool(names) and (len(names) == len(wanted) or (cut and len(names) < len(wanted)) or "№" in printed)
    )
    numbers = {
        "volume": (str(work.volume), record.volume),
        "issue": (str(work.issue), record.issue),
        "pages": (f"{work.first}-{work.last}", record.pages),
    }
    found: dict[str, bool | None] = {
        "title": fold(record.title or "") == fold(work.title),
        "authors": whole,
        "year": (record.date or "")[:4] == str(work.year),
        "venue": record.venue is not None and fold(record.venue.name) == fold(work.venue),
    }
    for name, (expected, read) in numbers.items():
        shown = name in told
        found[name] = None if read is None and not shown else read == expected
    return found


def told_by(style: Style, work: Work) -> set[str]:
    """Return which of volume, issue and pages a style prints of a paper: its line differs where they do."""
    others = {"volume": work._replace(volume=991), "issue": work._replace(issue=992), "pages": work._replace(last=9931)}
    return {name for name, other in others.items() if style(other) != style(work)}


def measure(styles: tuple[Style, ...], works: list[Work], wrong: int) -> None:
    """Print a row a style, and the sums."""
    print(f"{'style':12} {'read':>6} " + " ".join(f"{name:>7}" for name in FIELDS) + "  flagged  right-unflagged  ms")
    sums: Counter[str] = Counter()
    for style in styles:
        counts: Counter[str] = Counter()
        started = time.perf_counter()
        for work in works:
            printed = style(work)
            record = reference_record(Entry(from_plain(printed), 1, 1), SOURCE, 1)
            found = findings(work, printed, told_by(style, work), record)
            counts["all"] += 1
            counts["read"] += record is not None
            flagged = record is None or bool(record.doubts)
            counts["flagged"] += flagged
            core = bool(found["title"] and found["authors"])
            counts["sure"] += not flagged
            counts["sure right"] += not flagged and core
            for name, right in found.items():
                counts[f"{name} told"] += right is not None
                counts[f"{name} right"] += bool(right)
            if not core and counts["shown"] < wrong:
                counts["shown"] += 1
                read = (
                    "nothing"
                    if record is None
                    else f"{record.title!r} by {[n.printed for n in record.names]}, {record.doubts[:1]}"
                )
                print(f"   {printed[:400]}\n      read as {read}")
        took = time.perf_counter() - started
        sums.update(counts)
        _row(style.__name__, counts, took / max(len(works), 1))
    _row("all", sums, 0.0)


def _row(name: str, counts: Counter[str], seconds: float) -> None:
    shares = " ".join(f"{100 * counts[f'{f} right'] / max(counts[f'{f} told'], 1):6.1f}%" for f in FIELDS)
    sure = 100 * counts["sure right"] / max(counts["sure"], 1)
    flagged = 100 * counts["flagged"] / counts["all"]
    read = 100 * counts["read"] / counts["all"]
    print(f"{name:12} {read:5.1f}% {shares}  {flagged:6.1f}%  {sure:6.2f}%  {1000 * seconds:.1f}")


def main() -> None:
    """Measure what the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("--held-out", action="store_true", help="the styles that the reader was not written with")
    parser.add_argument("--rows", type=int, default=400)
    parser.add_argument("--wrong", type=int, default=0, help="print so many wrong readings a style")
    given = parser.parse_args()
    rows = sorted(read_rows(given.table), key=lambda row: hashlib.sha256(row.title.encode()).digest())[: given.rows]
    measure(HELD_OUT if given.held_out else DEVELOPMENT, [work_of(row) for row in rows], given.wrong)


if __name__ == "__main__":
    main()
