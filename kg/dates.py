"""Printed dates -> ISO 8601 as precise as known. Reads: str. Emits: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, `--MM-DD`.

The calendar is checked here, once: rdflib accepts the 30th of February without a word.
"""

import calendar
import re
from datetime import date

_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
"""The first three letters of the English names, as numbers."""
_ISO = re.compile(r"(?:(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?|--(?P<m>\d{2})-(?P<d>\d{2}))")
# A year-less 29 February is a day of the calendar, so a leap year stands in for the unknown one.
_LEAP_YEAR = 2000


def is_day(year: int | None, month: int, day: int) -> bool:
    """Return whether the calendar has this day; an unknown year may be a leap year. Years are 1 to 9999."""
    try:
        date(_LEAP_YEAR if year is None else year, month, day)
    except ValueError:
        return False
    return True


def iso(year: int | None, month: int, day: int) -> str:
    """Return `YYYY-MM-DD`, or `--MM-DD` without a year. The caller has asked `is_day`."""
    return f"--{month:02}-{day:02}" if year is None else f"{year:04}-{month:02}-{day:02}"


def year_of(iso_date: str) -> int | None:
    """Return the year of an ISO date of any precision, None for `--MM-DD`."""
    return None if iso_date.startswith("--") else int(iso_date[:4])


def bounds(iso_date: str) -> tuple[str, str] | None:
    """Return the first and the last day (inclusive, `YYYY-MM-DD`) that an ISO date can mean, None without a year."""
    match = _ISO.fullmatch(iso_date)
    if match is None or match["year"] is None:
        return None
    if match["day"]:
        return iso_date, iso_date
    if match["month"]:
        last = calendar.monthrange(int(match["year"]), int(match["month"]))[1]
        return f"{iso_date}-01", f"{iso_date}-{last:02}"
    return f"{iso_date}-01-01", f"{iso_date}-12-31"


def xsd_type(iso_date: str) -> str:
    """Return the local name of the XSD datatype of an ISO date: date, gYearMonth, gYear or gMonthDay."""
    if iso_date.startswith("--"):
        return "gMonthDay"
    return {4: "gYear", 7: "gYearMonth"}.get(len(iso_date), "date")
