"""The page of formats: what each reader reads and leaves out, as its module says."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.readers.formats import FORMATS, Format

PAGE = Path(__file__).parents[2] / "kg" / "readers" / "FORMATS.md"
HEAD = """# Formats

What each reader reads, and what it leaves out, in the order in which the formats are asked whether a source is theirs.
`kg read --unknown SOURCE...` counts what nothing read in a source of yours.
This page is made of the descriptions that stand in the modules: `pytest tests/readers/test_page.py --accept`.
"""


def description(form: Format) -> str:
    """Return what the module of a reader says of itself."""
    said = sys.modules[form.read.__module__].__doc__
    assert said is not None
    return said.strip()


def section(form: Format) -> str:
    """Return the section of a format."""
    return f"## {form.name}\n\n{description(form)}\n"


def test_the_page_says_what_the_modules_say(golden: Callable[[Path, str], None]) -> None:
    """Users read what the modules say."""
    forms = {form.name: form for form in FORMATS}.values()
    golden(PAGE, "\n".join([HEAD, *map(section, forms)]))


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_reader_says_what_it_leaves_out(form: Format) -> None:
    """Nothing is left out in silence."""
    assert "Left out" in description(form), f"say so in the docstring of {form.read.__module__}"
