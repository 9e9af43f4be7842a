"""Tests of `kg.match.wordings`: how alike two abstracts are."""

import pytest

from kg.match.wordings import Rarity, abstract_words, coverage, features, is_telling, stable_hash


def test_features_are_pairs_of_neighbouring_words() -> None:
    """Order counts, case and marks do not; a single word is a feature, no word is none."""
    assert features("Birds sing in cities") == features("birds sing — IN cities!")
    assert features("sing birds") != features("birds sing")
    assert len(features("Birds sing in cities")) == 3
    assert len(features("Birds")) == 1
    assert features("") == frozenset()


def test_scripts_without_blanks_are_compared_by_signs() -> None:
    """Each sign of a Chinese or Japanese text is a word."""
    assert abstract_words("鳥の歌 and 7 birds") == ["鳥", "の", "歌", "and", "7", "birds"]


def test_hashes_are_the_same_everywhere() -> None:
    """Numbers of texts are frozen: they do not depend on the process."""
    assert stable_hash("birds") == -3222476807560557662
    assert -(2**63) <= stable_hash("") < 2**63


def test_rare_features_weigh_more_than_template_sentences() -> None:
    """Two texts that share a sentence which all papers have are less alike than two that share a rare one."""
    template = "we propose a new method and show that it works well"
    texts = [
        f"{template} for {word} number {i}" for i, word in enumerate(["owls", "gulls", "crows", "larks", "finches"])
    ]
    pair = ["the shy nightjar hides its two grey eggs", "in june the shy nightjar hides its two grey eggs there"]
    rarity = Rarity(len(texts) + len(pair))
    for text in [*texts, *pair]:
        rarity.count(features(text))
    weighed = [rarity.weigh(text) for text in [*texts, *pair]]
    assert rarity.similarity(weighed[5], weighed[6]) > rarity.similarity(weighed[0], weighed[1]) > 0
    assert rarity.similarity(weighed[0], weighed[0]) == pytest.approx(1)
    assert rarity.similarity(weighed[0], rarity.weigh("nothing shared")) == 0
    assert rarity.frequency(min(features("we propose"))) == 5


def test_counts_go_on_beyond_one_byte() -> None:
    """A feature of more than 255 papers is counted right."""
    rarity = Rarity(300)
    for _ in range(300):
        rarity.count([7])
    assert rarity.frequency(7) == 300
    assert rarity.frequency(8) == 0
    assert rarity.weight(8) > rarity.weight(7) > 0


def test_coverage_asks_for_the_words_that_the_own_abstract_takes_up() -> None:
    """A title word counts if its own abstract has it; half if that has none of them."""
    title, own = "Nightjars hide grey eggs", "The nightjar hides eggs on stones."
    assert coverage(title, own, "Hidden by nightjars, the eggs stay warm.") > 0.5
    assert coverage(title, own, "Cats feed in villages.") == 0
    assert coverage("Überblick", own, "Anything") == 0.5


@pytest.mark.parametrize(
    "text", ["", "TBA.", "No abstract available for this paper.", "Abstract not available (see PDF)."]
)
def test_placeholders_tell_nothing(text: str) -> None:
    """A note that there is no abstract is no proof that two papers are one."""
    assert not is_telling(text)


def test_short_abstracts_tell() -> None:
    """Five words are enough when they are a sentence."""
    assert is_telling("We count owls in winter.")
