"""Dates of BibTeX and biblatex -> ISO 8601 as precise as printed. Reads: `date`, `year`, `month`, `day`. Emits: Dated.

biblatex's `date` is EDTF (ISO 8601-2, levels 0 and 1). What no ISO date holds (seasons, ranges, `in press`) is kept as
printed; the year that it names for sure is a date.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from kg.dates import MONTHS, is_day, iso

_EDTF = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ][\d:.]+(?:Z|[+-][\d:]+)?)?([~?%]?)", re.ASCII)
_TIE = re.compile(r"(?<=\d)\xa0(?=/|\Z)")
"""The mark of a date that is only about right, `1999~`, which elsewhere is a blank."""
_YEAR = re.compile(r"(?<!\d)([12]\d{3})(?!\d)", re.ASCII)
_BARE_YEAR = re.compile(r"[\[(]?([12]\d{3})[\])]?[a-z]?\.?", re.ASCII)
_MONTH = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+", re.ASCII)


class Dated(NamedTuple):
    """A date: in ISO 8601 if it has that form, and as printed if it says more than that."""

    date: str | None = None
    text: str | None = None


def read_date(fields: Mapping[str, str]) -> Dated:
    """Return the date that the fields of an entry name. A full `date` comes before `year`, `month`, `day`."""
    date, year, month, day = (fields.get(name, "") for name in ("date", "year", "month", "day"))
    if date and date != year:
        return _edtf(_TIE.sub("~", date))
    return _by_parts(year, month, day) if year else Dated(text=month or None)


def _edtf(printed: str) -> Dated:
    """Return what an EDTF date says; one in other words is read for the year in it."""
    first, slash, last = printed.partition("/")
    match = _EDTF.fullmatch(first.strip())
    if match is None:
        return _by_parts(printed, "", "")
    day = _iso(match[1], match[2], match[3])
    if slash and last != first:
        ends = _EDTF.fullmatch(last.strip())
        return Dated(match[1] if ends and ends[1] == match[1] else None, printed)
    if day is None or match[4]:
        return Dated(day or (match[1] if int(match[1]) else None), printed)
    return Dated(day)


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    if not is_day(int(year), int(month or 1), int(day or 1)):
        return None
    return "-".join(part for part in (year, month, day) if part)


def _by_parts(year: str, month: str, day: str) -> Dated:
    bare = _BARE_YEAR.fullmatch(year)
    if bare is None:
        years = _YEAR.findall(year)
        printed = " ".join(part for part in (day, month, year) if part)
        edtf = _EDTF.fullmatch(year)
        if edtf and not month and (found := _iso(edtf[1], edtf[2], edtf[3])) and not edtf[4]:
            return Dated(found)
        return Dated(years[0] if len(years) == 1 else None, printed or None)
    number = int(bare[1])
    if not month:
        return Dated(bare[1])
    parts = _month_and_day(month, day)
    if parts is None or not is_day(number, parts[0], parts[1] or 1):
        return Dated(bare[1], " ".join(part for part in (day, month, year) if part))
    whole = iso(number, parts[0], parts[1] or 1)
    return Dated(whole if parts[1] else whole[:7])


def _month_and_day(month: str, day: str) -> tuple[int, int | None] | None:
    """Return the one month that is printed, and the day if one is; None if it is no month, or two."""
    words = [word.lower() for word in _MONTH.findall(month) if word.lower() not in {"st", "nd", "rd", "th", "of"}]
    numbers = [int(number) for number in [*_NUMBER.findall(month), *_NUMBER.findall(day)]]
    if words:
        names = [MONTHS.get(word[:3]) for word in words]
        if len(names) != 1 or names[0] is None or len(numbers) > 1:
            return None
        return names[0], numbers[0] if numbers else None
    if not _NUMBER.fullmatch(month) or len(numbers) > 2:
        return None
    return numbers[0], numbers[1] if len(numbers) == 2 else None
