"""Matching keys."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text import FOLDING_VERSION, blanks_folded, fold, normalized_title, words

VECTORS = [
    line.split("\t") for line in (Path(__file__).parent / "vectors.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.mark.parametrize(("printed", "folded"), VECTORS)
def test_folding_is_frozen(printed: str, folded: str) -> None:
    """IRIs hang on the folding: a vector that changes is a new FOLDING_VERSION and a break for every graph."""
    assert FOLDING_VERSION == 1
    assert fold(printed.encode().decode("unicode_escape") if "\\u" in printed else printed) == folded


@given(st.text())
def test_folding_twice_changes_nothing(printed: str) -> None:
    """A folded text is its own folding."""
    assert fold(fold(printed)) == fold(printed)


@given(st.text())
def test_a_title_that_prints_something_has_a_key(title: str) -> None:
    """Only a title of blanks has an empty key; keys are normalised already."""
    key = normalized_title(title)
    assert bool(key) or not fold(title)
    assert words(title) == fold(title).split()


def test_a_title_of_symbols_is_its_own_key() -> None:
    """`+++` is a title too."""
    assert normalized_title(" +++ ") == "+++"


def test_blanks_fold_to_one() -> None:
    """Runs of white space are one blank."""
    assert blanks_folded(" a\u00a0\n b ") == "a b"


@given(
    st.lists(st.sampled_from(["honey", "bees", " ", " ", "\n", *"\t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2003"])),
    st.booleans(),
)
def test_blanks_of_long_texts_fold_as_those_of_short_ones(parts: list[str], long: bool) -> None:  # noqa: FBT001
    """For any text: it is what its words make, with one blank between them."""
    text = "".join(parts) + " hive" * (100 if long else 1) + "".join(parts[:3])
    assert blanks_folded(text) == " ".join(text.split())
