"""Dates of ISO 8601 and EDTF become ISO dates as precise as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import bounds
from kg.readers.syntax.partial_dates import read_date


@pytest.mark.parametrize(
    ("printed", "date", "text"),
    [
        ("", None, None),
        ("2008", "2008", None),
        (" 2008-05 ", "2008-05", None),
        ("2008-05-30", "2008-05-30", None),
        ("2008-5-3", "2008-05-03", None),
        ("2008-05-", "2008-05", None),
        ("20080530", "2008-05-30", None),
        ("2019-05-31T04:04:23Z", "2019-05-31", None),
        ("2019-05-31 04:04:23.123+02:00", "2019-05-31", None),
        ("2019-02-30", "2019", "2019-02-30"),
        ("2019-13", "2019", "2019-13"),
        ("0000", None, "0000"),
        ("2001-21", "2001", "2001-21"),
        ("1984?", "1984", "1984?"),
        ("198X", None, "198X"),
        ("2004-03/2004-06", "2004", "2004-03/2004-06"),
        ("2004-03-02/2004-03-02", "2004-03-02", None),
        ("2004/2006", None, "2004/2006"),
        ("2004/..", None, "2004/.."),
        ("/2004", None, "/2004"),
        ("May 2004", "2004-05", None),
        ("4 March 2021", "2021-03-04", None),
        ("in press", None, "in press"),
    ],
)
def test_dates(printed: str, date: str | None, text: str | None) -> None:
    """A date is as precise as printed; what no calendar has or no ISO date holds is kept as printed."""
    assert read_date(printed) == (date, text)


@given(st.text() | st.from_regex(r"\d{4}(-\d\d){0,2}(/\d{4}(-\d\d){0,2})?[~?]?"))
def test_what_is_read_is_a_date(printed: str) -> None:
    """For any text: what is read is a date of the calendar, and nothing that is printed gets lost."""
    date, text = read_date(printed)
    assert date is None or bounds(date) is not None
    assert date is not None or text is not None or not printed.strip()
