"""Tests of `kg.match.titles`: spellings of one title, and titles that only look alike."""

import pytest

from kg.match.titles import is_generic, plain_title, relation, title_match_key


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"On $\alpha$-stable \emph{processes}", "On α-stable processes"),
        ("Meta-ticket: a note", "Metaticket — A Note"),
        (r"G\"odel and {\L}ukasiewicz", "Gödel and Łukasiewicz"),
        (r"Erd\H{o}s numbers, \v{C}ech and \'{\i}", "Erdős numbers, Čech and í"),
        (r"Learning in $L_\infty$ spaces", "Learning in L∞ spaces"),
        ("H<sub>2</sub>O &amp; salt", "H₂O & salt"),
        (r"The \LaTeX\ companion", "The LaTeX companion"),
        (r"$\Gamma$-limits and $\varepsilon$", "Γ-limits and ε"),
        ("Cafe\u0301 culture", "Café culture"),
        ("Owls & gulls", "Owls and gulls"),
    ],
)
def test_spellings_of_one_title_have_one_key(left: str, right: str) -> None:
    """LaTeX, HTML, Unicode, hyphens, blanks and case do not tell titles apart."""
    assert title_match_key(left) == title_match_key(right)
    assert relation(left, right) == "equal"


def test_a_title_of_signs_is_its_own_key() -> None:
    """A title without letters still has a key, and it is not empty."""
    assert title_match_key("+++ ") == "+++"
    assert title_match_key("???") != title_match_key("!!!")


def test_plain_title_leaves_plain_text_alone() -> None:
    """Nothing but markup is taken from a title; a lone `<` is no markup."""
    assert plain_title("If a < b then c") == "If a < b then c"
    assert plain_title("Costs 5 $ and 6 $") == "Costs 5  and 6 "


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Learning of sparse networks by pruning", "Learning of sparse netwroks by pruning", "spelling"),
        ("Pruning sparse networks", "Pruning sparse networks: a survey of methods", "subtitle"),
        ("Counting birds in cities, part I", "Counting birds in cities, part II", "part"),
        ("Counting birds in cities", "Erratum: Counting birds in cities", "part"),
        ("Counting birds in cities", "Comment on Counting birds in cities", "part"),
        ("Counting birds in cities 2019", "Counting birds in cities 2020", "part"),
        ("System description for Task A of the contest", "System description for Task B of the contest", "part"),
        ("Counting birds in cities", "Feeding cats in villages", "different"),
        ("Counting birds 2", "Feeding cats 3", "different"),
        ("Counting birds", "Counting birds: a survey", "different"),
        ("x" * 2000, "x" * 2001, "different"),
    ],
)
def test_relation_of_two_titles_is_symmetric(left: str, right: str, expected: str) -> None:
    """A slip and a subtitle are tolerated; parts, editions, errata and comments are other papers."""
    assert relation(left, right) == relation(right, left) == expected


def test_a_generic_title_names_a_kind_of_text() -> None:
    """`Editorial` is shared by many papers, a real title is not."""
    assert is_generic("Editorial")
    assert is_generic("Reply to the comment")
    assert not is_generic("Reply to the birds")
