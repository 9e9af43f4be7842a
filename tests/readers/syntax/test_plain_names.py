"""Plain names printed `Family, Given`: the short way says what the long way does."""

from hypothesis import given
from hypothesis import strategies as st

from kg.readers.syntax.inverted_names import inverted_name, is_cut, plain_name, without_cut

_PRINTED = "Smith of and de University J. A Group et al al. others e Jr. III jr van O'Neil x -Y É. für"
WORDS = st.sampled_from(_PRINTED.split())


@given(st.lists(WORDS, min_size=1, max_size=2), st.lists(WORDS, min_size=1, max_size=3))
def test_the_short_way_is_the_long_way(family: list[str], given_names: list[str]) -> None:
    """A name that is read at a glance is what looking at all of it gives."""
    printed = f"{' '.join(family)}, {' '.join(given_names)}"
    name = plain_name(printed)
    if name is not None:
        assert without_cut(printed) == (printed, False)
        assert not is_cut(printed)
        assert inverted_name(printed) == name


def test_a_plain_name_is_read_at_a_glance() -> None:
    """One family name, one given name and initials are the plain form; a group's linked words are not."""
    assert plain_name("Roe, Jane Q.") is not None
    assert plain_name("University, of J.") is None
