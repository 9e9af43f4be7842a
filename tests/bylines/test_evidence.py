"""What the whole input says."""

import random

import pytest

from kg.bylines import Evidence

LINES = [
    ("Deep models for parsingAda Bell, Carl Dee et al.", "one"),
    ("Shallow modelsCarl Dee, Ada Bell", "one"),
    ("Notes on rings, fields, and groupsEve Fay", "two"),
]


def filled(lines: list[tuple[str, str]]) -> Evidence:
    """Return the evidence of some lines."""
    evidence = Evidence()
    for line, page in lines:
        evidence.add_compact(line, page, "About " + line)
        evidence.add_title(line.upper())
        evidence.add_authors(line.split(", "))
        evidence.add_owner(page)
    return evidence


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_pages_does_not_matter(seed: int) -> None:
    """Pages in another order make an equal evidence."""
    shuffled = LINES * 2
    random.Random(seed).shuffle(shuffled)  # noqa: S311
    assert filled(shuffled) == filled(LINES)


def test_merged_evidences_know_what_both_know() -> None:
    """Two evidences merged are the evidence of both inputs, whichever comes first."""
    one, other = filled(LINES[:1]), filled(LINES[1:])
    one.merge(other)
    assert one == filled(LINES)
    other.merge(filled(LINES[:1]))
    assert other == filled(LINES)


def test_names_are_matched_folded() -> None:
    """Case, accents, apostrophes and blanks do not part a name from its twin."""
    evidence = Evidence()
    evidence.add_authors(["Shin’ya\xa0Yamaguchi", "Étienne Dupont"])
    assert evidence.has_name("SHIN'YA Yamaguchi")
    assert evidence.has_list("shin'ya yamaguchi, Etienne Dupont et al.")
    assert not evidence.has_list("Etienne Dupont")
    assert not evidence.has_name("Ada Bell")


def test_an_empty_evidence_knows_nothing() -> None:
    """Nothing added, nothing known."""
    evidence = Evidence()
    assert not evidence.has_title("A title")
    assert not evidence.has_name("Ada Bell")
    assert not evidence.has_list("Ada Bell")
    assert not evidence.has_word("title")
    assert evidence.is_listed("Ada Bell", "page") == 0
    assert evidence.occurrences("Ada Bell") == 0


def test_later_authors_are_known_on_their_page_and_elsewhere() -> None:
    """A later author counts most on the same page."""
    evidence = filled(LINES)
    assert evidence.is_listed("Carl Dee", "one") == 2
    assert evidence.is_listed("Carl Dee", "two") == 1
    assert evidence.is_listed("Eve Fay", "two") == 0


def test_a_name_counts_once_behind_one_text() -> None:
    """A name that always stands behind the same letters is perhaps only the end of a longer name."""
    evidence = Evidence()
    evidence.add_compact("On mapsSouYoung Jin", "one")
    evidence.add_compact("Of miceSouYoung Jin", "one")
    assert evidence.occurrences("SouYoung Jin") == 2
    assert evidence.occurrences("Young Jin") == 1
