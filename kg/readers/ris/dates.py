"""Dates of a RIS record -> ISO 8601 as precise as printed. Reads: `DA PY Y1`. Emits: a date, and words beside it.

The fields are `YYYY/MM/DD/words` with places that may be empty, or a date as people write it. The year of `PY` counts;
the most precise field that has the same year says the rest.
"""

import re

from kg.dates import Printed, is_day, iso, printed_date
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.tagged_lines import Values

_NAMED = re.compile(r"\d{4}/[A-Za-z]{3,9}\.?(?:/\d{0,2}/?)?", re.ASCII)
"""`2003/Dec/05`, as old reference managers write it."""
_SLASHED = re.compile(r"(\d{4})?/(\d{0,2})(?:/(\d{0,2})(?:/(.*))?)?", re.ASCII | re.DOTALL)


def publication_date(values: Values, found: Found) -> tuple[str | None, str | None]:
    """Return the date of publication, and a printed one that no ISO date holds."""
    year = next((read for text in values.texts("PY", "Y1") if (read := _read(text)).date), Printed())
    known = [_read(text, year.date) for text in values.texts("DA", "Y1", "PY")]
    best = year
    for one in known:
        if one.date is None or (year.date is not None and one.date[:4] != year.date[:4]):
            if one.date is not None:
                reason = f"{one.date} stands against the year {year.date}; not used"
                found.doubt("date", reason, one.date, confidence=0.7)
            continue
        if best.date is None or len(one.date) > len(best.date):
            best = one
    text = best.text or next((one.text for one in known if one.text is not None), None)
    return best.date, text


def _read(printed: str, year: str | None = None) -> Printed:
    match = _SLASHED.fullmatch(printed.strip())
    if match is None and _NAMED.fullmatch(printed.strip()):
        printed = printed.replace("/", " ")
    if match is None:
        read = printed_date(printed)
        # `DA  - July` beside `PY  - 1948`
        with_year = printed_date(f"{printed} {year[:4]}") if read.date is None and year else read
        return with_year if with_year.text is None else read
    number, month, day, words = (part or "" for part in match.groups())
    number = number or (year or "")[:4]
    words = words.strip()
    if not number:
        whole = month and day and is_day(None, int(month), int(day))
        return Printed(iso(None, int(month), int(day)) if whole else None, words or None)
    if not month or not is_day(int(number), int(month), 1):
        whole = not month and is_day(int(number), 1, 1)
        return Printed(number if is_day(int(number), 1, 1) else None, words or (None if whole else printed))
    if not day or not is_day(int(number), int(month), int(day)):
        return Printed(f"{number}-{int(month):02}", words or (printed if day else None))
    return Printed(f"{number}-{int(month):02}-{int(day):02}", words or None)
