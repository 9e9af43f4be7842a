"""Date columns of tables -> ISO 8601 as precise as printed. Reads: cells of dates, years, months, days. Emits: Dated.

`03/04/2020` is read by the evidence of its whole column: a number above 12 in one place tells where the day stands.
"""

import re
from typing import Literal

from kg.dates import is_day, iso, printed_date, year_of
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.partial_dates import Dated, read_date

Order = Literal["day", "month"] | None
"""What stands first in dates of three numbers; None where nothing tells."""
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ T]\d{1,2}:.*)?", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[./-](\d{4})", re.ASCII)
_YEAR = re.compile(r"(\d{4})(?:\.0+)?", re.ASCII)
_HAS_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)


class DayOrder:
    """What a column shows of where days stand in its dates."""

    def __init__(self) -> None:
        self._day_first = self._month_first = 0

    def add(self, cell: str) -> None:
        """Look at one cell."""
        match = _NUMBERS.fullmatch(cell.strip())
        if match is not None:
            self._day_first += int(match[1]) > 12
            self._month_first += int(match[3]) > 12

    def order(self) -> Order:
        """Return what stands first, if the column tells and does not contradict itself."""
        if self._day_first and not self._month_first:
            return "day"
        return "month" if self._month_first and not self._day_first else None


def dated(date: str, year: str, month: str, day: str, *, order: Order, found: Found) -> Dated:
    """Return what the cells of a row say together; the year counts where the date has none or is no date."""
    whole = _YEAR.fullmatch(year)
    year = whole[1] if whole is not None else year
    if not date:
        if month and year:
            return (
                Dated(*printed_date(" ".join(part for part in (day, month, year) if part)))
                if not (month.isdecimal())
                else _numbers(year, month, day)
            )
        return one_date(year, order) if year else Dated()
    read = one_date(date if _HAS_YEAR.search(date) or not year else f"{date} {year}", order)
    if read.date is None and whole is not None:
        return Dated(year, read.text)
    if read.date is not None and whole is not None and year_of(read.date) != int(year):
        found.doubt("date", f"the year is {year}, but the date {date[:60]!r}; the date is taken", year, confidence=0.7)
    return read


def _numbers(year: str, month: str, day: str) -> Dated:
    parts = [year, *(part.zfill(2) for part in (month, day) if part.isdecimal())]
    return read_date("-".join(parts))


def one_date(printed: str, order: Order = None) -> Dated:
    """Return what one printed date says."""
    if not printed:
        return Dated()
    year = _YEAR.fullmatch(printed)
    if year is not None:
        return read_date(year[1])
    match = _NUMBERS.fullmatch(printed)
    if match is not None:
        return _by_order(match, printed, order)
    month_year = _MONTH_YEAR.fullmatch(printed)
    if month_year is not None and is_day(int(month_year[2]), int(month_year[1]), 1):
        return Dated(f"{month_year[2]}-{int(month_year[1]):02}")
    read = read_date(printed)
    return read if read.date is not None or "/" in printed else Dated(*printed_date(printed))


def _by_order(match: re.Match[str], printed: str, order: Order) -> Dated:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or first > 12 or order == "day":
        day, month = first, second
    elif second > 12 or order == "month":
        month, day = first, second
    elif first == second:
        month = day = first
    else:
        return Dated(match[4] if year else None, printed)
    if not is_day(year, month, day):
        return Dated(match[4] if is_day(year, 1, 1) else None, printed)
    return Dated(iso(year, month, day))
