"""Tables that people filled in -> rows. Reads: lines of TSV or CSV. Emits: cells with their line, what is wrong.

A cell in quotes may hold what stands between cells, and ends of lines. A quote that nobody closes spoils its own line
only, not all that follows.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from typing import Final, NamedTuple

_LONGEST: Final = 1_000_000
"""Characters of a row."""
_LINES: Final = 50
"""Lines that a row in quotes may take."""
_BETWEEN = str.maketrans("\t\r\n", "   ")


class Wrong(NamedTuple):
    """A row that cannot be taken; the others are."""

    line: int
    reason: str


def one_line(value: str) -> str:
    """Return a value without what stands between cells and rows."""
    return value.translate(_BETWEEN)


def separator(head: str) -> str:
    """Return what stands between the cells of a table by its first line: a tab, else a semicolon or comma."""
    return "\t" if "\t" in head else max(",;", key=head.count)


def head_cells(line: str) -> list[str]:
    """Return the names of the columns of a table by its first line."""
    return [cell.strip() for cell in _cells(line[:_LONGEST], separator(line)) or ()]


def table_rows(lines: Iterable[str], *, between: str, columns: int, first: int = 1) -> Iterator["Row"]:
    """Yield the rows of a table that are not empty, with the line on which each begins, and those that are wrong.

    Args:
        lines: with their ends.
        between: what stands between cells.
        columns: how many cells a row has; one that goes over several lines has as many.
        first: the number of the first line.
    """
    arriving, waiting, number = iter(lines), deque[str](), first - 1
    while line := waiting.popleft() if waiting else next(arriving, ""):
        number += 1
        if len(line) > _LONGEST:
            yield Wrong(number, f"the row has {len(line):,} characters: is this the right file?")
            continue
        cells, taken = _cells(line, between), 0
        if cells is None:
            waiting.extend(islice(arriving, _LINES - len(waiting)))
            cells, taken = _over_lines(line, waiting, between, columns)
        if cells is None:
            yield Wrong(number, "a quote in the row is not closed, or stands in a quoted cell: write it twice there")
        elif any(cell.strip() for cell in cells):
            yield number, cells
        for _ in range(taken):
            waiting.popleft()
        number += taken


Row = tuple[int, list[str]] | Wrong


def _cells(text: str, between: str) -> list[str] | None:
    """Return the cells of a row, None where its quotes are not in order."""
    plain = text.rstrip("\r\n")
    if '"' not in plain:
        return plain.split(between)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=between, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _over_lines(line: str, following: Iterable[str], between: str, columns: int) -> tuple[list[str] | None, int]:
    """Return the cells of a row that goes on in the lines that follow, and how many of them it takes."""
    for taken, more in enumerate(following, 1):
        line += more
        if len(line) > _LONGEST:
            break
        if '"' in more and (cells := _cells(line, between)) is not None and len(cells) == columns:
            return cells, taken
    return None, 0
