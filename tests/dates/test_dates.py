"""Dates as precise as known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import dates


@pytest.mark.parametrize(
    ("date", "ends", "datatype", "year"),
    [
        ("2024-02-29", ("2024-02-29", "2024-02-29"), "date", 2024),
        ("2024-02", ("2024-02-01", "2024-02-29"), "gYearMonth", 2024),
        ("2023", ("2023-01-01", "2023-12-31"), "gYear", 2023),
        ("--02-29", None, "gMonthDay", None),
    ],
)
def test_a_date_keeps_its_precision(date: str, ends: tuple[str, str] | None, datatype: str, year: int | None) -> None:
    """The first and the last day, the datatype and the year follow from the precision."""
    assert (dates.bounds(date), dates.xsd_type(date), dates.year_of(date)) == (ends, datatype, year)


@pytest.mark.parametrize(
    ("day", "valid"),
    [((2023, 2, 29), False), ((None, 2, 29), True), ((None, 2, 30), False), ((2023, 12, 31), True), ((0, 1, 1), False)],
)
def test_the_calendar_is_checked(day: tuple[int | None, int, int], valid: bool) -> None:  # noqa: FBT001 - a case
    """The 30th of February is no day; the 29th may be one where the year is unknown."""
    assert dates.is_day(*day) is valid


def test_iso_dates_are_padded() -> None:
    """Months and days have two digits, years four."""
    assert (dates.iso(987, 1, 2), dates.iso(None, 1, 2)) == ("0987-01-02", "--01-02")


@pytest.mark.parametrize(
    ("printed", "date", "text"),
    [
        ("2001 Nov 29", "2001-11-29", None),
        ("2001 Nov", "2001-11", None),
        ("2001", "2001", None),
        ("29 November 2001", "2001-11-29", None),
        ("May 5th, 2010", "2010-05-05", None),
        ("Sept. 2015", "2015-09", None),
        ("2003/5/12", "2003-05-12", None),
        ("2003-05-12T10:00:00Z", "2003-05-12", None),
        ("1998 Dec-1999 Jan", None, "1998 Dec-1999 Jan"),
        ("1947-1948", None, "1947-1948"),
        ("1998-99", None, "1998-99"),
        ("2001 Mar-Jun", "2001", "2001 Mar-Jun"),
        ("2000 Dec 23- 30", "2000-12", "2000 Dec 23- 30"),
        ("24-28 July 2017", "2017-07", "24-28 July 2017"),
        ("2000 Spring", "2000", "2000 Spring"),
        ("1977-1978 Fall-Winter", None, "1977-1978 Fall-Winter"),
        ("2007 1st Quart", "2007", "2007 1st Quart"),
        ("1993 4th Trimest", "1993", "1993 4th Trimest"),
        ("1998 Dec-Jan", "1998", "1998 Dec-Jan"),
        ("2001 Feb 30", "2001-02", "2001 Feb 30"),
        ("2001-13-01", "2001", "2001-13-01"),
        ("12/05/2003", "2003", "12/05/2003"),
        ("in press 2014", "2014", "in press 2014"),
        ("in press", None, "in press"),
        ("1st Quart", None, "1st Quart"),
        ("July", None, "July"),
        ("0000", None, "0000"),
        ("2001 2002 May", None, "2001 2002 May"),
        ("May 12345", None, "May 12345"),
        ("  ", None, None),
        ("2001 " * 50, "2001", ("2001 " * 41)[:201].strip()),
    ],
)
def test_a_printed_date_is_read_as_far_as_it_says(printed: str, date: str | None, text: str | None) -> None:
    """What an ISO date holds is one; of a range its ends' common part is; what is more than that is kept as printed."""
    assert dates.printed_date(printed) == (date, text)


@pytest.mark.parametrize(
    ("printed", "span"),
    [
        ("1998 Dec-1999 Jan", ("1998-12-01", "1999-01-31")),
        ("2000 Dec 23- 30", ("2000-12-23", "2000-12-30")),
        ("5-10 July 2015", ("2015-07-05", "2015-07-10")),
        ("2000 Jul 15-Aug 1", ("2000-07-15", "2000-08-01")),
        ("2008 3d Quart", ("2008-07-01", "2008-09-30")),
        ("2000 Winter", ("2000-01-01", "2000-12-31")),
        ("2001 Nov 29", ("2001-11-29", "2001-11-29")),
        ("2014-12-31/2015-01-01", ("2014-12-31", "2015-01-01")),
        ("2014-12 to 2015-02", ("2014-12-01", "2015-02-28")),
        ("2003/2005", ("2003-01-01", "2005-12-31")),
        ("2014-12-31/2014-02-30", None),
        ("2015-02/2014-12", None),
        ("2014-13/2015-01", None),
        ("May 2001 - 2003-06", None),
        ("2013 Mar-2012 Jan", None),
        ("in press", None),
        ("x" * 500, None),
    ],
)
def test_a_printed_range_has_a_first_and_a_last_day(printed: str, span: tuple[str, str] | None) -> None:
    """The days between which a range lies are known even where no ISO date holds it."""
    assert dates.printed_span(printed) == span


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_in_words_is_that_day(day: date) -> None:
    """A day printed as PubMed prints it, or as people do, is read as that day."""
    for form in ("%Y %b %d", "%d %B %Y", "%B %d, %Y", "%Y-%m-%d"):
        assert dates.printed_date(day.strftime(form)) == (day.isoformat(), None)


@given(st.text(max_size=40) | st.text("0123456789-/ JanDecQ1st&", max_size=30))
def test_any_text_is_read_without_an_error(printed: str) -> None:
    """Whatever is printed, the date is one of the calendar, and a range is in order."""
    found, span = dates.printed_date(printed).date, dates.printed_span(printed)
    assert found is None or dates.bounds(found) is not None
    assert span is None or span[0] <= span[1]
