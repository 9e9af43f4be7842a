"""Dates as precise as known."""

import pytest

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
