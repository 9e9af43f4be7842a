"""Printed dates -> ISO 8601 as precise as known. Reads: str. Emits: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, `--MM-DD`.

The calendar is checked here, once: rdflib accepts the 30th of February without a word.
"""

import calendar
import re
from datetime import date
from typing import NamedTuple

_NAMES = "january february march april may june july august september october november december".split()  # noqa: SIM905
MONTHS = {name[:3]: number for number, name in enumerate(_NAMES, 1)}
"""The first three letters of the English names, as numbers."""
_ISO = re.compile(r"(?:(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?|--(?P<m>\d{2})-(?P<d>\d{2}))")
_ISO_LIKE = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?(?:T.*|\s+\d\d:.*)?", re.ASCII | re.DOTALL)
_PLAIN = re.compile(r"((\d{4})-(\d\d)-(\d\d))(?:T[\d:.Z+-]*)?", re.ASCII)
"""What almost all services print."""
_ISO_RANGE = re.compile(
    r"(\d{4}(?:-\d\d(?:-\d\d)?)?)\s*(?:/|\.\.|[\u2010-\u2015]|--|\bto\b|\s-\s)\s*(\d{4}(?:-\d\d(?:-\d\d)?)?)", re.ASCII
)
_ISO_MONTH = re.compile(r"(?<!\d)\d{4}-\d\d(?!\d)", re.ASCII)
_UNTIL = re.compile(r"\s*(?:[-/&\u2010-\u2015]|\b(?:to|and|until|through)\b)+\s*", re.IGNORECASE)
_WORD = re.compile(
    r"(?P<year>\d{4})(?!\d)|(?P<day>\d{1,2})(?:st|nd|rd|d|th)?(?![^\W_])|(?P<word>[^\W\d_]+)|(?P<digits>\d+)", re.ASCII
)
_SEASONS = frozenset(["spring", "summer", "fall", "autumn", "winter", "easter", "christmas"])
_QUARTER = re.compile(
    r"(?<![^\W_])(?:q([1-4])|([1-4])(?:st|nd|rd|d|th)?\s+(quart|trimest)[a-z]*)(?![^\W_])", re.IGNORECASE
)
_SMALL = frozenset(["of", "the", "de", "in", "no"])
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)(\d\d)([-/\u2010-\u2015])(\d\d)(?![\d/.-])", re.ASCII)
_LONGEST = 200
"""Characters. What is longer is no date."""
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


class Printed(NamedTuple):
    """A printed date: in ISO 8601 as far as it is one, and as printed where that says more, or something else."""

    date: str | None = None
    text: str | None = None


def printed_date(printed: str) -> Printed:
    """Return what a printed date says: `2001 Nov 29`, `29 November 2001`, `1998 Dec-1999 Jan`, `2003 Spring`.

    Of a range the date is what its ends have in common, which is nothing if they lie in two years. Of words that mean
    no date the one year among them is taken. Days that no calendar has are left out.
    """
    plain = _PLAIN.fullmatch(printed)
    if plain is not None and is_day(int(plain[2]), int(plain[3]), int(plain[4])):
        return Printed(plain[1])
    text = " ".join(printed[: _LONGEST + 1].split())
    if not text:
        return Printed()
    ends = _ends(text) if len(text) <= _LONGEST else None
    if ends is None:
        years = set(re.findall(r"(?<!\d)[12]\d{3}(?!\d)", text, re.ASCII))
        return Printed(years.pop() if len(years) == 1 else None, text)
    first, last, whole = ends
    if first == last:
        return Printed(first, None if whole else text)
    shared = [one for one, other in zip(first.split("-"), last.split("-"), strict=False) if one == other]
    same_year = first[:4] == last[:4]
    return Printed("-".join(shared[: 2 if first[:7] == last[:7] else 1]) if same_year else None, text)


def printed_span(printed: str) -> tuple[str, str] | None:
    """Return the first and the last day (inclusive) that a printed date can mean; None if it names none.

    A season is as long as its year: each hemisphere has its own, and a winter that is printed with one year may be the
    one at its beginning or at its end. Bounds that are too wide lose no paper of a query, which narrower ones would.
    """
    text = " ".join(printed[: _LONGEST + 1].split())
    ends = _ends(text) if len(text) <= _LONGEST else None
    first, last = (bounds(ends[0]), bounds(ends[1])) if ends is not None else (None, None)
    return (first[0], last[1]) if first is not None and last is not None else None


def _ends(text: str) -> tuple[str, str, bool] | None:
    """Return the two ends of a printed date in ISO 8601, and whether these say all; None if it is no date."""
    text = _SHORT_YEAR.sub(_year_in_full, text)
    numeric = _ISO_LIKE.fullmatch(text)
    if numeric is not None and (numeric[4] or int(numeric[3]) <= 12):
        one = _Point(int(numeric[1]), int(numeric[3]), int(numeric[4]) if numeric[4] else None, whole=True).iso()
        return None if one is None else (one[0], one[0], one[1])
    ranged = _ISO_RANGE.fullmatch(text)
    if ranged is not None:
        first, last = ranged.groups()
        return (first, last, False) if _is_of_calendar(first) and _is_of_calendar(last) and first <= last else None
    if _ISO_MONTH.search(text) is not None:  # a month in numbers beside words: which number means what is not certain
        return None
    quarter = _QUARTER.search(text)
    if quarter is not None:
        number = int(quarter[1] or quarter[2])
        rest = _point(text[: quarter.start()] + " " + text[quarter.end() :])
        if rest is None or rest.year is None or rest.month is not None or (quarter[3] or "").lower() == "trimest":
            return None if rest is None or rest.year is None else (f"{rest.year:04}", f"{rest.year:04}", False)
        return f"{rest.year:04}-{3 * number - 2:02}", f"{rest.year:04}-{3 * number:02}", False
    points = [_point(part) for part in _UNTIL.split(text) if part]
    return _from_to([one for one in points if one is not None]) if points and None not in points else None


def _is_of_calendar(iso_date: str) -> bool:
    year, month, day = (int(part) for part in f"{iso_date}-01-01".split("-")[:3])
    return is_day(year, month, day)


def _year_in_full(match: re.Match[str]) -> str:
    """Return `1998-1999` for `1998-99`; `1998-12` stays, a month."""
    later = int(match[4]) > max(int(match[2]), 12)
    return f"{match[1]}{match[2]}{match[3]}{match[1]}{match[4]}" if later else match[0]


class _Point(NamedTuple):
    """One day, month or year of a printed date. `whole` is False where a word (a season) says more."""

    year: int | None
    month: int | None
    day: int | None
    whole: bool

    def iso(self) -> tuple[str, bool] | None:
        """Return it in ISO 8601, and whether that says all; None without a year of the calendar."""
        if self.year is None or not is_day(self.year, 1, 1):
            return None
        if self.month is None or not is_day(self.year, self.month, 1):
            return f"{self.year:04}", self.whole and self.month is None and self.day is None
        if self.day is None or not is_day(self.year, self.month, self.day):
            return f"{self.year:04}-{self.month:02}", self.whole and self.day is None
        return iso(self.year, self.month, self.day), self.whole


def _point(text: str) -> _Point | None:
    """Return what one end of a date says; None if a word or a number in it means nothing, or stands twice."""
    found: dict[str, int] = {}
    whole = True
    for match in _WORD.finditer(text):
        kind = str(match.lastgroup)
        word = match[0].lower()
        if kind == "word":
            if word in _SMALL:
                continue
            if word in _SEASONS:
                whole = False
                continue
            kind = "month"
        value = _month(word) if kind == "month" else int(match[kind]) if kind in ("year", "day") else None
        if value is None or kind in found:
            return None
        found[kind] = value
    return _Point(found.get("year"), found.get("month"), found.get("day"), whole)


def _month(word: str) -> int | None:
    """Return the month of an English name or its beginning of three letters or more."""
    number = MONTHS.get(word[:3])
    if number is None or not (word == "sept" or _NAMES[number - 1].startswith(word)):
        return None
    return number


def _from_to(points: list[_Point]) -> tuple[str, str, bool] | None:
    """Return the ends of a range; what one end leaves out (`2000 Nov-Dec`, `12-15 May 2001`) the other one says."""
    years = [one.year for one in points if one.year is not None]
    if not years:
        return None
    first, last = points[0], points[-1]
    if len(points) > 1:
        shared = last.month if first.month is None and first.day is not None else first.month
        first = first._replace(year=years[0] if first.year is None else first.year, month=shared)
        month = first.month if last.month is None and last.day is not None else last.month
        last = last._replace(year=years[-1] if last.year is None else last.year, month=month)
    whole = all(one.whole for one in points)
    ends = first.iso(), last.iso()
    if ends[0] is None or ends[1] is None or ends[0][0] > ends[1][0]:
        return None
    return ends[0][0], ends[1][0], whole and ends[0][1] and ends[1][1]
