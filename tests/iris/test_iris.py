"""Keys and IRIs."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg import iris
from kg.errors import UsageError

LOCAL_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_-])?")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(TEXT)
@example("/_5f")
@example("_/")
@example("a.b.pdf")
@example("-.")
def test_keys_are_reversible_local_names(canonical: str) -> None:
    """A key is a Turtle local name, never ends like a file, and gives the text back."""
    key = iris.escape_key(canonical)
    assert LOCAL_NAME.fullmatch(key)
    assert not re.search(r"\.[a-z]+\Z", key)
    assert iris.unescape_key(key) == canonical


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (iris.category_key("cs.LG"), "arxiv-cs._4c_47"),
        (iris.category_key("cond-mat.soft"), "arxiv-cond-mat_2esoft"),
        (iris.title_key("Meta-ticket: Finding it, again"), "meta-ticket-finding-it-again-08bf4293"),
        (iris.title_key("Introduction", "O'Neil, Ann"), "introduction-o-neil-ann-d3db5338"),
        (iris.title_key("张"), "_e5_bc_a0-f56a049f"),
        (iris.name_key("Shin’ya  Yamaguchi"), "name-shin-ya-yamaguchi"),
        (iris.unnamed_person_key("a-1", 3), "only-a-1-3"),
        (iris.repository_key("https://github.com/Ann/tool"), "github.com___41nn__tool"),
    ],
)
def test_keys_are_frozen(key: str, expected: str) -> None:
    """Keys of a released version never change: links of other people hang on them."""
    assert key == expected


def test_the_abstract_makes_a_key_where_there_is_no_title() -> None:
    """Wordings that differ in blanks or case have one key."""
    assert iris.abstract_key("We  show.") == iris.abstract_key("we show")
    assert re.fullmatch(r"abstract-[0-9a-f]{12}", iris.abstract_key("We show."))


def test_a_digest_tells_its_values_apart() -> None:
    """Moving a character from one value to the next is another digest."""
    assert iris.digest("ab", "c") != iris.digest("a", "bc")
    assert len(iris.digest("x", digits=6)) == 6


def test_the_base_is_an_iri() -> None:
    """A base that is no IRI is refused before anything is minted."""
    assert iris.Minter("https://example.org/kg/")("paper", "x") == "<https://example.org/kg/id/paper/x>"
    for bad in ("my graph", "https://example.org", "kg/", "javascript:alert(1)/", "file:///etc/"):
        with pytest.raises(UsageError, match="base IRI"):
            iris.Minter(bad)
