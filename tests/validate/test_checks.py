"""Checks of values: check digits by published examples, the calendar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.terms import text, typed
from kg.validate import checks
from kg.vocab import KG, XSD

GOOD = {
    checks.isbn_check_digit: ["9780262033848", "9783161484100", "not an ISBN"],
    checks.issn_check_digit: ["2049-3630", "2434-561X", "0317-8471", "not an ISSN"],
    checks.orcid_check_digit: ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X", "nobody"],
    checks.ror_check_digits: ["03yrm5c26", "05dxps055", "00x0x0x00x"],
}


@pytest.mark.parametrize(("check", "value"), [(check, value) for check, values in GOOD.items() for value in values])
def test_published_identifiers(check: checks.Check, value: str) -> None:
    """Identifiers in use are right; what is no identifier at all is left to its pattern."""
    assert check(text(value))


@pytest.mark.parametrize(("check", "value"), [(check, value) for check, values in GOOD.items() for value in values[:2]])
def test_one_wrong_digit_is_found(check: checks.Check, value: str) -> None:
    """Any one digit changed makes an identifier wrong."""
    for place, digit in enumerate(value):
        if digit.isdigit() and not (check is checks.ror_check_digits and place == 0):
            wrong = value[:place] + str((int(digit) + 1) % 10) + value[place + 1 :]
            assert not check(text(wrong)), wrong


def test_calendar() -> None:
    """A date is right when its datatype is that of its precision and the calendar has it."""
    for form, datatype in (
        ("2024-02-29", XSD.date),
        ("2024-02", XSD.gYearMonth),
        ("2024", XSD.gYear),
        ("--02-29", XSD.gMonthDay),
    ):
        assert checks.calendar(typed(form, datatype))
    for form, datatype in (
        ("2023-02-29", XSD.date),
        ("2024-13", XSD.gYearMonth),
        ("0000", XSD.gYear),
        ("--02-30", XSD.gMonthDay),
        ("2024", XSD.date),
        ("2024-02-29Z", XSD.date),
        ("2024-02-29", XSD.gYear),
        ("2024-02-29", XSD.dateTime),
    ):
        assert not checks.calendar(typed(form, datatype))
    assert not checks.calendar(text("2024-02-29"))
    assert not checks.calendar(KG.Paper)


@given(st.dates())
def test_every_day_of_the_calendar(day: object) -> None:
    """Every day that Python's calendar has is right."""
    assert checks.calendar(typed(str(day), XSD.date))


def test_declared() -> None:
    """The ontology's terms are declared, others are not."""
    assert checks.declared(KG.Paper)
    assert not checks.declared("<https://w3id.org/scholarkg/ontology#titel>")
