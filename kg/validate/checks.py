"""Checks that SPARQL cannot say. Reads: the term of a value. Emits: whether the value is right.

A rule (`shapes/rules/*.rq`) names one of them on its `# check:` line; it sees the `?value` of each row, and the rows
whose value is right are no results. A value that is not even of the right pattern is right here: another shape tells.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache

from kg import vocab
from kg.dates import is_day
from kg.terms import Term, datatype, lexical

Check = Callable[[Term], bool]
_ISBN = re.compile(r"\d{13}")
_ISSN = re.compile(r"\d{4}-\d{3}[\dX]")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}")
# Crockford's base 32, lower case: https://www.crockford.com/base32.html
_BASE_32 = "0123456789abcdefghjkmnpqrstvwxyz"
_DATES = {
    vocab.XSD.date: re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
    vocab.XSD.gMonthDay: re.compile(r"--(?P<month>\d\d)-(?P<day>\d\d)"),
    vocab.XSD.gYear: re.compile(r"(?P<year>\d{4})"),
    vocab.XSD.gYearMonth: re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)"),
}


def isbn_check_digit(value: Term) -> bool:
    """Return whether the last of 13 digits is right: weights 1 and 3 in turn, modulo 10 (ISO 2108)."""
    isbn = lexical(value)
    weighted = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(isbn) if digit.isdigit())
    return _ISBN.fullmatch(isbn) is None or sum(weighted) % 10 == 0


def issn_check_digit(value: Term) -> bool:
    """Return whether the last of 8 characters is right: weights 8 to 1, modulo 11, X for ten (ISO 3297)."""
    issn = lexical(value)
    digits = [_number(character) for character in issn.replace("-", "")]
    weighted = (weight * digit for weight, digit in zip(range(8, 0, -1), digits, strict=False))
    return _ISSN.fullmatch(issn) is None or sum(weighted) % 11 == 0


def orcid_check_digit(value: Term) -> bool:
    """Return whether the last of 16 characters is right: ISO 7064 MOD 11-2, as ORCID describes it."""
    orcid = lexical(value)
    if _ORCID.fullmatch(orcid) is None:
        return True
    total = 0
    for character in orcid.replace("-", "")[:-1]:
        total = (total + int(character)) * 2
    return (12 - total % 11) % 11 == _number(orcid[-1])


def ror_check_digits(value: Term) -> bool:
    """Return whether the last two of 9 characters are right: ISO 7064 MOD 97-10 over the base-32 number before."""
    ror = lexical(value)
    if _ROR.fullmatch(ror) is None:
        return True
    number = 0
    for character in ror[:-2]:
        number = number * 32 + _BASE_32.index(character)
    return 98 - number * 100 % 97 == int(ror[-2:])


def calendar(value: Term) -> bool:
    """Return whether the datatype is that of the date's precision and the calendar has the date."""
    pattern = _DATES.get(datatype(value) or "")
    match = pattern.fullmatch(lexical(value)) if pattern else None
    if match is None:
        return False
    parts = {name: int(digits) for name, digits in match.groupdict().items()}
    return is_day(parts.get("year"), parts.get("month", 1), parts.get("day", 1))


def declared(value: Term) -> bool:
    """Return whether the term is one of the ScholarKG ontology."""
    return value in _own_terms()


@cache
def _own_terms() -> frozenset[Term]:
    return frozenset(term for name, term in vars(vocab.KG).items() if not name.startswith("__"))


def _number(character: str) -> int:
    return 10 if character == "X" else int(character) if character.isdigit() else 0


CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (calendar, declared, isbn_check_digit, issn_check_digit, orcid_check_digit, ror_check_digits)
}
