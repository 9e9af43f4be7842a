"""Figures of the run-together line. Reads: a folder of pages with gold, or the table of titles. Emits: a table.

    python benchmarks/bylines.py ../shared/samples/listings/clean
    python benchmarks/bylines.py ../shared/samples/bylines/titles-authors.tsv --part 0      learns from the other parts
    python benchmarks/bylines.py FOLDER --unlearnt ../shared/samples/bylines/titles-authors.tsv

`--unlearnt TABLE` learns from the rows of a table that share neither title nor author with what is reported on.

A line is right when its title and all its authors are, after NFC, with blanks folded. The pages are read here by line
numbers of the gold, not by the package's reader: what is measured is the splitting alone.
"""

import argparse
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from learn_bylines import FOLDS, Row, fold_of, learn, read_rows, rendered

from kg.bylines import Evidence, Reading, split
from kg.bylines.model import Model, parse_model, shipped_model


class Entry(NamedTuple):
    """A run-together line of a page with what it should be read as."""

    page: str
    line: str
    abstract: str
    title: str
    authors: tuple[str, ...]
    complete: bool


class Clean(NamedTuple):
    """A title and authors on lines of their own."""

    title: str
    authors: tuple[str, ...]


def plain(text: str) -> str:
    """Return the form in which texts are compared."""
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())


def is_right(entry: Entry, reading: Reading) -> bool:
    """Return whether a reading has the title, all authors and whether there are more."""
    return (
        plain(reading.title) == plain(entry.title)
        and tuple(map(plain, reading.authors)) == tuple(map(plain, entry.authors))
        and reading.complete == entry.complete
    )


def read_folder(folder: Path) -> tuple[list[Entry], list[Clean]]:
    """Return the compact entries and the clean ones of a folder of pages with `gold.json`."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    entries: list[Entry] = []
    clean: list[Clean] = []
    for page, facts in sorted(gold["pages"].items()):
        lines = (folder / page).read_text(encoding="utf-8-sig").splitlines()
        for entry in facts["entries"]:
            authors = tuple(entry.get("authors") or ())
            if facts["format"] == "compact":
                at = entry["first_line"]
                after = lines[at + 1] if at + 1 < len(lines) and entry["abstract"] else ""
                entries.append(Entry(page, lines[at], after, entry["title"], authors, not entry["truncated"]))
            elif facts["format"] in {"site", "family"}:
                clean.append(Clean(entry["title"], authors))
    return entries, clean


def evidence_of(entries: Iterable[Entry], clean: Iterable[Clean] = ()) -> Evidence:
    """Return the evidence of some pages."""
    evidence = Evidence()
    for entry in entries:
        evidence.add_compact(entry.line, entry.page, entry.abstract)
    for one in clean:
        evidence.add_title(one.title)
        evidence.add_authors(one.authors)
    return evidence


def report(name: str, pairs: list[tuple[Entry, Reading]], *, show: int) -> None:
    """Print one row: lines, right, flagged, right among the unflagged; then the wrong ones."""
    wrong = [(entry, reading) for entry, reading in pairs if not is_right(entry, reading)]
    sure = [(entry, reading) for entry, reading in pairs if not reading.doubtful]
    sure_right = sum(is_right(entry, reading) for entry, reading in sure)
    print(
        f"{name:46} {len(pairs):6} lines  right {1 - len(wrong) / len(pairs):8.3%} ({len(wrong)} wrong)"
        f"  flagged {1 - len(sure) / len(pairs):7.3%}  right of the others {sure_right / max(1, len(sure)):8.3%}"
        f" ({len(sure) - sure_right} wrong)"
    )
    for entry, reading in wrong[:show]:
        tail = entry.line[max(0, len(entry.title) - 40) :]
        mark = "?" if reading.doubtful else "!"
        read = f"{reading.title[-30:]!r} | {reading.authors[:1]}"
        print(f"   {mark} {reading.confidence:.3f} {reading.reason:14} {tail[:90]!r} read {read}")


def folder_figures(folder: Path, model: Model, show: int) -> None:
    """Print figures (i), (ii) and (iii) of a folder."""
    entries, clean = read_folder(folder)
    pages = defaultdict(list)
    for entry in entries:
        pages[entry.page].append(entry)
    together = evidence_of(entries, clean)
    report("(i) with clean twins", [(e, split(e.line, together, e.page, model=model)) for e in entries], show=show)
    compact = evidence_of(entries)
    report(
        "(ii) compact pages together", [(e, split(e.line, compact, e.page, model=model)) for e in entries], show=show
    )
    alone = {page: evidence_of(mine) for page, mine in pages.items()}
    report(
        "(iii) each compact page alone",
        [(e, split(e.line, alone[e.page], e.page, model=model)) for e in entries],
        show=show,
    )
    nothing = Evidence()
    report("each line alone", [(e, split(e.line, nothing, e.page, model=model)) for e in entries], show=show)


def table_figures(path: Path, part: int | None, model: Model, show: int) -> None:
    """Print the figures of a table: each line alone, as pages of one author, and these pages together."""
    rows = [row for row in read_rows(path) if part is None or fold_of(row) == part]
    lines = {row: rendered(row.title, row.authors, row) for row in rows}

    def entry(row: Row, page: str) -> Entry:
        return Entry(page, lines[row].line, "", row.title, row.authors[:3], len(row.authors) <= 3)

    nothing = Evidence()
    singles = [entry(row, "") for row in rows]
    report("each line alone", [(e, split(e.line, nothing, model=model)) for e in singles], show=show)
    owners = Counter(name for row in rows for name in row.authors)
    by_owner = {name: [entry(row, name) for row in rows if name in row.authors] for name, n in owners.items() if n >= 4}
    paged = [e for mine in by_owner.values() for e in mine]
    together = evidence_of(paged)
    report(
        "(ii) pages of one author together",
        [(e, split(e.line, together, e.page, model=model)) for e in paged],
        show=show,
    )
    alone = {page: evidence_of(mine) for page, mine in by_owner.items()}
    report(
        "(iii) each page of one author alone",
        [(e, split(e.line, alone[e.page], e.page, model=model)) for e in paged],
        show=show,
    )


def reported_rows(path: Path, part: int | None) -> list[Row]:
    """Return the titles and authors that figures are reported on."""
    if not path.is_dir():
        return [row for row in read_rows(path) if part is None or fold_of(row) == part]
    papers = json.loads((path / "gold.json").read_text(encoding="utf-8"))["papers"].values()
    return [Row(paper["title"], tuple(author["name"] for author in paper["authors"])) for paper in papers]


def unrelated(rows: list[Row], reported: list[Row]) -> list[Row]:
    """Return the rows that share neither title nor author with any reported one."""
    titles = {plain(row.title).casefold() for row in reported}
    authors = {plain(name) for row in reported for name in row.authors}
    kept = [row for row in rows if plain(row.title).casefold() not in titles and not authors & set(row.authors)]
    print(f"learnt from {len(kept)} of {len(rows)} rows, unrelated to the {len(reported)} reported papers")
    return kept


def main() -> None:
    """Print the figures of a folder or of a table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--part", type=int, choices=range(FOLDS))
    parser.add_argument("--model", type=Path, help="a model file other than the shipped one")
    parser.add_argument("--unlearnt", type=Path, metavar="TABLE", help="learn from unrelated rows of this table")
    parser.add_argument("--show", type=int, default=10, help="so many wrong lines are shown")
    chosen = parser.parse_args()
    model = shipped_model()
    if chosen.model:
        model = parse_model(chosen.model.read_text(encoding="utf-8"))
    elif chosen.unlearnt:
        model = learn(unrelated(read_rows(chosen.unlearnt), reported_rows(chosen.path, chosen.part)))
    elif chosen.part is not None:
        model = learn([row for row in read_rows(chosen.path) if fold_of(row) != chosen.part])
    if chosen.path.is_dir():
        folder_figures(chosen.path, model, chosen.show)
    else:
        table_figures(chosen.path, chosen.part, model, chosen.show)


if __name__ == "__main__":
    main()
