"""Dates of CSL -> ISO 8601 as precise as printed. Reads: `issued`. Emits: Dated.

What no ISO date holds is a text: a season (`Winter 2017`; seasons are 1 to 4, or the months 13 to 16 and 21 to 24), a
range (`2014-12-31/2015-01-01`), a year before Christ, `circa`, words. The year that it names for sure is a date.
"""

import re
from functools import lru_cache

from kg.dates import is_day, printed_date
from kg.readers.csl_json.works import Date
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.partial_dates import Dated, read_date

NO_DATE = Dated()
_SEASONS = ("Spring", "Summer", "Autumn", "Winter")
_MONTHS = 12
_YEARLESS = re.compile(r"--(\d\d)-(\d\d)", re.ASCII)


def issued(date: Date | str | int | None, found: Found) -> Dated:
    """Return what a date says."""
    if date is None:
        return NO_DATE
    if not isinstance(date, Date):
        return _words(str(date))
    days = date.date_parts
    first, last = (days[0], days[-1]) if days and len(days) <= 2 else (None, None)
    if first and last and isinstance(first, list) and isinstance(last, list) and date.year is None:
        said: tuple[str | None, ...] = ()
        if date.circa or date.season or date.literal or date.raw or date.edtf:
            words = (date.circa, date.season, date.literal, date.raw, date.edtf)
            said = tuple([one if one is None else str(one) for one in words])
        parts = first if first is last else [*first, *last]
        dated, doubts = _of_parts(len(first), said, *parts)
    else:
        dated, doubts = _read(date)
    for doubt in doubts:
        found.doubt("date", doubt)
    return dated


@lru_cache(maxsize=1 << 14)
def _of_parts(first: int, words: tuple[str | None, ...], *parts: float | str | None) -> tuple[Dated, tuple[str, ...]]:
    """Return a date that is a day, or two of which `first` parts are the first one; the same days come again.

    `words` are circa, season, literal, raw and EDTF as texts, if any of them is said.
    """
    days: list[list[int | str | float | None] | int | str] = [list(parts[:first])]
    date = Date(date_parts=[*days, list(parts[first:])] if len(parts) > first else days)
    if words:
        date.circa, date.season, date.literal, date.raw, date.edtf = words
    return _read(date)


def _read(date: Date) -> tuple[Dated, tuple[str, ...]]:
    """Return what a date says, and what in it may be wrong."""
    doubts: list[str] = []
    return _dated(date, doubts), tuple(doubts)


def _dated(date: Date, doubts: list[str]) -> Dated:
    points = [_numbers(point, doubts) for point in _points(date)][:2]
    if len(points) == 2 and points[1] in ([], [0]):
        return Dated(None, f"{_shown(points[0])}/") if points[0] else Dated()
    if len(points) == 2 and points[0] != points[1] and all(points):
        dated = _range(points[0], points[1])
        return Dated(dated.date, f"circa {dated.text}") if _is_circa(date) else dated
    words = next((str(one) for one in (date.literal, date.raw, date.edtf) if one not in (None, "")), "")
    if not points or points[0] in ([], [0]):
        return _words(words)
    return _point(points[0], date, words, doubts)


def _points(date: Date) -> list[object]:
    """Return the parts of the first and of the last day."""
    if date.date_parts:
        nested = [one for one in date.date_parts if isinstance(one, list)]
        return list(nested) or [list(date.date_parts)]
    parts = [date.year, date.month, date.day]
    return [[part for part in parts if part not in (None, "")]] if date.year not in (None, "") else []


def _numbers(point: object, doubts: list[str]) -> list[int]:
    """Return year, month and day, as far as they are numbers."""
    numbers: list[int] = []
    for part in (point if isinstance(point, list) else [point])[:3]:
        if isinstance(part, float) and part.is_integer():  # 12.0 is how some programs write 12
            part = int(part)  # noqa: PLW2901
        text = str(part).strip() if part is not None else ""
        digits = text.removesuffix(".0").lstrip("-")
        if not (digits.isascii() and digits.isdigit()) or (numbers and text.startswith("-")):
            if text:
                doubts.append(f"{text[:40]!r} is no part of a date; not used")
            break
        numbers.append(int(text.removesuffix(".0")[:9]))
    return numbers


def _words(words: str) -> Dated:
    if not words.strip():
        return Dated()
    yearless = _YEARLESS.fullmatch(words.strip())
    if yearless is not None and is_day(None, int(yearless[1]), int(yearless[2])):
        return Dated(words.strip())
    dated = read_date(words)
    if dated.date is None and "/" not in words:
        return Dated(*printed_date(words))
    return dated


def _iso(numbers: list[int]) -> str | None:
    """Return the longest beginning of year, month and day that a calendar has."""
    if not numbers or not is_day(numbers[0], 1, 1):
        return None
    good = 1
    if len(numbers) > 1 and is_day(numbers[0], numbers[1], 1):
        good = 3 if len(numbers) > 2 and is_day(*numbers[:3]) else 2
    return "-".join(f"{one:04}" if at == 0 else f"{one:02}" for at, one in enumerate(numbers[:good]))


def _season(number: int) -> str | None:
    for base in (0, _MONTHS, 20):
        if base < number <= base + 4 and (base or number <= 4):
            return _SEASONS[number - base - 1]
    return None


def _shown(numbers: list[int]) -> str:
    """Return numbers as words: `2014-12-31`, `Winter 2017`, `334 BC` (CSL counts years as historians do)."""
    year, era = (f"{numbers[0]:04}", "") if numbers[0] >= 0 else (str(-numbers[0]), " BC")
    if len(numbers) > 1 and numbers[1] > _MONTHS:
        season = _season(numbers[1])
        return f"{season} {year}{era}" if season else f"{year}-{numbers[1]}{era}"
    return "-".join([year, *(f"{one:02}" for one in numbers[1:])]) + era


def _point(numbers: list[int], date: Date, words: str, doubts: list[str]) -> Dated:
    iso, text = _iso(numbers), None
    season = _season_word(date.season) if len(numbers) == 1 else None
    if season is not None:
        text = f"{season} {_shown(numbers)}"
    elif iso is None or (len(numbers) > 1 and numbers[1] > _MONTHS):
        text = _shown(numbers)
    elif iso.count("-") + 1 < len(numbers):
        doubts.append(f"{'-'.join(map(str, numbers))} is no day of the calendar; read as far as it is right")
    if _is_circa(date):
        text = f"circa {text or iso}"
    return Dated(iso, text or (words or None if iso is None else None))


def _is_circa(date: Date) -> bool:
    return date.circa not in (None, False, 0, "", "0", "false", "False")


def _season_word(season: str | float | None) -> str | None:
    if season in (None, ""):
        return None
    text = str(season).strip().removesuffix(".0")
    return _season(int(text)) if text.isascii() and text.isdigit() and len(text) < 3 else text


def _range(first: list[int], last: list[int]) -> Dated:
    """Return a range as text; its date is what both ends have in common."""
    ends = _iso(first), _iso(last)
    seasons = any(len(one) > 1 and one[1] > _MONTHS for one in (first, last))
    text = f"{_shown(first)}{' to ' if seasons else '/'}{_shown(last)}"
    if ends[0] is None or ends[1] is None or ends[0][:4] != ends[1][:4]:
        return Dated(None, text)
    same_month = ends[0][:7] == ends[1][:7] and len(ends[0]) > 4
    return Dated(ends[0][:7] if same_month else ends[0][:4], text)
