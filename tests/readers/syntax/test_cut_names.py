"""A name in a list is a name, or says that the list is cut, or both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.names import names_end
from kg.readers.syntax.cut_names import whole_name


@pytest.mark.parametrize(
    ("printed", "name", "whole"),
    [
        ("Jane Doe", "Jane Doe", True),
        ("Pascal Vidal", "Pascal Vidal", True),
        ("Doe, J.", "Doe, J.", True),
        ("Jane Doe et al.", "Jane Doe", False),
        ("Jane Doe, et al", "Jane Doe", False),
        ("Jane Doe and 3 others", "Jane Doe", False),
        ("Jane Doe (+5)", "Jane Doe", False),
        ("Jane Doe ...", "Jane Doe", False),
        ("Jane Doe +\u0663", "Jane Doe", False),
        ("Jane Doe and other\u017f", "Jane Doe", False),
        ("Jane Doe et al.\u200b", "Jane Doe", False),
        ("Et Al.", "", False),
        ("others", "", False),
        ("...", "", False),
        ("", "", True),
    ],
)
def test_names(printed: str, name: str, whole: bool) -> None:  # noqa: FBT001 - a value of the table
    """`et al.` and its like are cut off; a name that only looks like it stays."""
    assert whole_name(printed) == (name, whole)


@given(
    st.text()
    | st.from_regex(r"(Doe|Vidal)?[ ,]{0,2}(et al|u\. ?a|and others|\+ ?\d|…|等|\.\.\.| co-workers)?[ .,;)\]]{0,3}")
)
def test_the_short_look_misses_nothing(printed: str) -> None:
    """For any text: what the closer look would cut is cut."""
    name, whole = whole_name(printed)
    assert printed.startswith(name)
    assert not whole or names_end(printed)[1]
