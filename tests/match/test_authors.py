"""Tests of `kg.match.authors`: which author lists can be lists of one paper."""

import pytest

from kg.match.authors import AuthorList, fit
from kg.match.names import name_tokens


def _list(*names: str, complete: bool = True) -> AuthorList:
    return AuthorList(tuple(map(name_tokens, names)), complete)


ANNA, BO, CARL, DORA = "Anna Berg", "Bo Lind", "Carl Ek", "Dora Falk"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (_list(ANNA, BO, complete=False), _list(ANNA, BO, CARL)),
        (_list(ANNA, complete=False), _list(ANNA, BO, complete=False)),
        (_list(ANNA, BO), _list("A. Berg", "B. Lind")),
        (_list(ANNA, BO, CARL), _list(BO, ANNA, CARL)),
        (_list(ANNA, BO, CARL), _list(ANNA, BO, CARL, DORA)),
        (_list(ANNA, BO, CARL), _list(ANNA, BO, CARL, complete=False)),
        (_list(ANNA, CARL, complete=False), _list(ANNA, BO, CARL)),
        (_list(ANNA, "X Y", CARL, complete=False), _list(ANNA, BO, CARL, complete=False)),
    ],
)
def test_a_cut_list_or_a_strong_overlap_fits(left: AuthorList, right: AuthorList) -> None:
    """A prefix fits if it is cut; whole lists fit if two thirds of the longer one agree."""
    assert 0 < fit(left, right) < 1
    assert fit(left, right) == pytest.approx(fit(right, left))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (_list(ANNA), _list(BO)),
        (_list(ANNA), _list(ANNA, BO)),
        (_list(ANNA, BO), _list(CARL, DORA)),
        (_list(ANNA), _list(ANNA, BO, CARL)),
        (_list(ANNA, BO, complete=False), _list(CARL, DORA, ANNA)),
        (_list(), _list(ANNA)),
        (_list(), _list()),
    ],
)
def test_disjoint_and_weakly_overlapping_lists_do_not_fit(left: AuthorList, right: AuthorList) -> None:
    """A thesis of one author is not the paper of three; no names are no evidence."""
    assert fit(left, right) == fit(right, left) == 0


def test_equal_lists_fit_best() -> None:
    """Equal names in equal order are the best evidence, and best if both are whole."""
    assert fit(_list(ANNA, BO), _list(ANNA, BO)) == 1
    assert fit(_list(ANNA, BO), _list(ANNA, BO, complete=False)) == pytest.approx(0.99)
