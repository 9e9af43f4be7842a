"""Printed dates of ISO 8601, of EDTF and of their ranges -> ISO 8601 as precise as known. Reads: str. Emits: Dated.

What no ISO date holds (seasons, ranges, decades, words) is kept as printed; the year that a range names for sure is a
date.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from kg.dates import is_day, printed_date

_POINT = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d{2})(?:-?(?P<day>\d{2}))?|-(?P<m>\d)(?:-(?P<d>\d{1,2}))?)?-?"
    r"(?:[T ]\d{1,2}:?\d{2}[\d:.]*\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?(?P<unsure>[~?%]?)",
    re.ASCII,
)
_OPEN = frozenset({"", "..", "open", "unknown"})


class Dated(NamedTuple):
    """A date: in ISO 8601 if it has that form, and as printed if that says more, or something else."""

    date: str | None = None
    text: str | None = None


@lru_cache(maxsize=1 << 14)
def read_date(printed: str) -> Dated:
    """Return what a printed date says; `Dated(None, None)` if nothing is printed."""
    printed = printed.strip()
    first, slash, last = printed.partition("/")
    if slash:
        return _range(first.strip(), last.strip(), printed)
    return _point(printed) if printed else Dated()


def _point(printed: str) -> Dated:
    match = _POINT.fullmatch(printed)
    if match is None:
        return Dated(*printed_date(printed))
    year, month, day = match["year"], match["month"] or match["m"], match["day"] or match["d"]
    parts = [int(year), int(month or 1), int(day or 1)]
    if not is_day(*parts):
        # A season (EDTF: 21 to 41) or a day that no calendar has: the year stands, and what was printed.
        return Dated(year if int(year) else None, printed)
    told = [f"{one:04}" if at == 0 else f"{one:02}" for at, one in enumerate(parts) if at == 0 or (month, day)[at - 1]]
    return Dated("-".join(told), printed if match["unsure"] else None)


def _range(first: str, last: str, printed: str) -> Dated:
    """Return a range: one day if both ends are it, the year if both ends lie in it, else only what is printed."""
    ends = [_point(one) for one in (first, last) if one not in _OPEN]
    dates = [one.date for one in ends]
    if len(dates) == 2 and None not in dates:
        if dates[0] == dates[1]:
            return Dated(dates[0])
        if dates[0] is not None and dates[1] is not None and dates[0][:4] == dates[1][:4]:
            return Dated(dates[0][:4], printed)
    return Dated(None, printed)
