"""Names and what stands in their place."""

from hypothesis import example, given
from hypothesis import strategies as st

from kg.names import parse_author_line
from kg.readers.syntax.printed_names import is_et_al

_PIECES = ["et", "al", "al.", "ET AL", "and", "others", "u. a.", "等", "…", "...", " ", ",", ".", "&", "Lee", "3", "(",
           ")", "orcid", "Anders", "Otto", "Etienne", "\u200b"]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=5).map("".join))
@example("et al.")
@example("等.")
def test_a_cut_is_seen_at_a_glance(printed: str) -> None:
    """What is said to be a cut list holds no name."""
    names, complete = parse_author_line(printed)
    if is_et_al(printed):
        assert not names
        assert not complete


@given(st.sampled_from(["et al.", "Et alii", "others", "and others", "u. a.", "等", "…", "...", "(et al.)", "et al"]))
def test_each_form_of_a_cut_is_known(printed: str) -> None:
    """All forms of `et al.` are known where they stand in the place of a name."""
    assert is_et_al(printed)
    assert is_et_al(f"{printed} ")
