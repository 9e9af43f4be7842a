"""Days of papers -> agreement and guessed years. Reads: ISO dates, Spool. Emits: model.Inference values."""

import math
from collections.abc import Iterator
from itertools import groupby, pairwise

from kg.dates import bounds, is_day, year_of
from kg.model import Inference
from kg.resolve.spool import Spool

FEWEST_DATES = 3
"""Different dates that a list has to show in falling order before it counts as newest-first. Of three dates one
order of six is the falling one, and the confidence says so."""
HIGHEST = 0.99
"""The confidence of a guess, however long the page: pages are saved on other days than they are built."""


def agree(left: str, right: str) -> bool:
    """Return whether two ISO dates can be one day: one is the other one less precise, or without its year."""
    if left.startswith("--") == right.startswith("--"):
        return left.startswith(right) or right.startswith(left)
    yearless, other = (left, right) if left.startswith("--") else (right, left)
    month_and_day = yearless[1:]
    return month_and_day.startswith(other[4:])


def infer_years(spool: Spool) -> int:
    """Infer the year of rows without one, into the table `dated`; return how many.

    The year is the one after the latest printed in the whole input, and only if the list is newest-first with it.
    """
    columns = "number INTEGER PRIMARY KEY, day TEXT, confidence REAL, dates INTEGER"
    spool.connection.execute(f"CREATE TABLE dated ({columns})")
    (latest,) = spool.connection.execute(
        "SELECT max(CAST(substr(day, 1, 4) AS INTEGER)) FROM place WHERE day NOT LIKE '--%'"
    ).fetchone()
    if latest is None:
        return 0
    spool.write("INSERT INTO dated VALUES (?, ?, ?, ?)", _inferred(spool, latest + 1))
    (count,) = spool.connection.execute("SELECT count(*) FROM dated").fetchone()
    return int(count)


def _inferred(spool: Spool, year: int) -> Iterator[tuple[int, str, float, int]]:
    rows = spool.connection.execute(
        "SELECT listing, number, day FROM place WHERE listing IN (SELECT listing FROM place WHERE day LIKE '--%')"
        " AND day IS NOT NULL ORDER BY listing, number"
    )
    for _, group in groupby(rows, key=lambda row: row[0]):
        days = [(number, day) for _, number, day in group]
        full = [(number, _with_year(day, year), day.startswith("--")) for number, day in days]
        shown = list(dict.fromkeys(day for _, day, _ in full if day is not None))
        if len(shown) < FEWEST_DATES or all(guessed for *_, guessed in full) or not _is_falling(shown):
            continue
        confidence = min(HIGHEST, 1 - 1 / math.factorial(min(len(shown), 9)))
        yield from ((number, day, confidence, len(shown)) for number, day, guessed in full if guessed and day)


def _with_year(day: str, year: int) -> str | None:
    """Return a date with the year, if it has none and the calendar has that day; a date with a year as it is."""
    if year_of(day) is not None:
        return day
    month, number = int(day[2:4]), int(day[5:7])
    return f"{year:04}-{day[2:]}" if is_day(year, month, number) else None


def _is_falling(days: list[str]) -> bool:
    spans = [span for day in days if (span := bounds(day))]
    return all(later[1] >= earlier[0] for later, earlier in pairwise(spans))


def inference(spool: Spool, number: int, record_key: str) -> Inference | None:
    """Return the inferred date of a record, None if there is none."""
    row = spool.connection.execute("SELECT day, confidence, dates FROM dated WHERE number = ?", (number,)).fetchone()
    if row is None:
        return None
    day, confidence, dates = row
    return Inference(
        field="published_on",
        inferred_value=day,
        in_record=record_key,
        rule="year-after-latest",
        reason=f"The page is newest-first ({dates} dates in falling order), and the row stands where {day[:4]} fits, "
        "the year after the latest one printed in the input.",
        confidence=round(confidence, 4),
    )
