"""Tagged lines of EndNote, refer and RefWorks: what is one."""

import pytest

from kg.readers.formats import BIBTEX, ENDNOTE, LISTING, REFWORKS, RIS, Format, format_of


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("%0 Journal Article\n%T T\n", ENDNOTE),
        ("\ufeff\n%A Ann Lee\r\n%T T\r\n", ENDNOTE),
        ("% Encoding: UTF-8\n@book{x, title={%T T}}\n", BIBTEX),
        ("%A\n%T\n", LISTING),
        ("RT Journal Article\nSR Electronic(1)\nT1 T\n", REFWORKS),
        ("RT @ann what a talk\nT1 T\n", LISTING),
        ("TY  - JOUR\nT1  - RT\nER  - \n", RIS),
    ],
)
def test_it_is_known_by_its_lines(text: str, form: Format) -> None:
    """Two lines are needed, the first one at the beginning."""
    assert format_of(text) is form
