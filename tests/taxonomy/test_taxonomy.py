"""Printed category codes -> arXiv categories."""

from collections import Counter

import pytest

from kg.taxonomy import archive_votes, concepts, resolve

NONE: Counter[str] = Counter()


@pytest.mark.parametrize(
    ("code", "notation", "guessed"),
    [
        ("LG", "cs.LG", True),
        ("math.CO", "math.CO", False),
        ("quant-ph", "quant-ph", False),
        ("soft", "cond-mat.soft", True),
    ],
)
def test_a_code_of_one_archive_is_certain(code: str, notation: str, guessed: bool) -> None:  # noqa: FBT001 - a case
    """A full code is no guess; a short one of one archive is a guess without an alternative."""
    found = resolve(code, NONE, NONE)
    assert found is not None
    assert (found.notation, found.guessed, found.confidence) == (notation, guessed, 1.0)


def test_the_page_decides_what_a_shared_code_means() -> None:
    """`CV` beside `AG` and `NT` is complex variables; beside `LG` it is computer vision."""
    mathematics = resolve("CV", archive_votes(["AG", "NT", "CV"]), archive_votes(["LG"] * 9))
    computing = resolve("CV", archive_votes(["LG", "quant-ph"]), NONE)
    assert mathematics is not None
    assert computing is not None
    assert (mathematics.notation, computing.notation) == ("math.CV", "cs.CV")
    assert mathematics.confidence > computing.confidence > 0.5


def test_the_whole_input_decides_where_the_page_does_not() -> None:
    """A page of one code is read in the light of the other pages, with less confidence."""
    found = resolve("GT", NONE, archive_votes(["AG", "NT"]))
    assert found is not None
    assert found.notation == "math.GT"
    assert found.confidence < 0.7


def test_without_any_evidence_the_larger_archive_is_the_better_guess() -> None:
    """The confidence says that it is little more than a coin toss."""
    found = resolve("PR", NONE, NONE)
    assert found is not None
    assert (found.notation, found.confidence) == ("math.PR", 0.5)


def test_a_tie_is_no_evidence() -> None:
    """One code for each archive tells nothing."""
    found = resolve("CV", archive_votes(["LG", "AG"]), NONE)
    assert found is not None
    assert found.confidence == 0.5


def test_an_unknown_code_resolves_to_nothing() -> None:
    """No archive has `XX`."""
    assert resolve("XX", NONE, NONE) is None


def test_nineteen_short_codes_are_shared() -> None:
    """What the taxonomy says of itself."""
    short = Counter(n.rpartition(".")[2] for n, c in concepts().items() if c.active and c.archive)
    assert sum(count > 1 for count in short.values()) == 19
