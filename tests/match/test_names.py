"""Tests of `kg.match.names`: which names agree, which are full, which are no persons."""

import pytest

from kg.match.names import (
    ABBREVIATED,
    EQUAL,
    JOINED,
    LENGTHENED,
    MISSPELT,
    SWAPPED,
    agreement,
    is_collective,
    is_full_name,
    is_misspelling,
    name_tokens,
    skeleton,
)
from kg.model import Name


@pytest.mark.parametrize(
    ("left", "right", "degree"),
    [
        ("Okan Koç", "Okan Koc", EQUAL),
        ("Shin'ya Yamaguchi", "Shin’ya Yamaguchi", EQUAL),
        ("Zhengping Luo", "Zheng-Ping Luo", JOINED),
        ("Takashi Shibata", "Shibata Takashi", SWAPPED),
        ("Yuki Yamanaka", "Yuuki Yamanaka", LENGTHENED),
        ("Taro Ono", "Taro Ohno", LENGTHENED),
        ("Taro Ono", "Tarou Oono", LENGTHENED),
        ("M. Yamada", "Masanori Yamada", ABBREVIATED),
        ("Yamada M.", "Masanori Yamada", ABBREVIATED),
        ("J.-P. Serre", "Jean-Pierre Serre", ABBREVIATED),
        ("Shuhei Yoshida", "Shuhei M. Yoshida", ABBREVIATED),
        ("Kristen Johnson", "Kristen Marie Johnson", ABBREVIATED),
        ("Masanori Yamada", "Masanori Yamda", MISSPELT),
        ("Masanori Yamada", "Masanroi Yamada", MISSPELT),
        ("Kosuke Nishida", "Kyosuke Nishida", MISSPELT),
        ("Kosuke Nishida", "Kosuke Iida", 0.0),
        ("Akira Ito", "Akira Sato", 0.0),
        ("N. Yamada", "Masanori Yamada", 0.0),
        ("Anna M. Berg", "Anna Lea Berg", 0.0),
        ("Plato", "Masanori Yamada", 0.0),
        ("", "Plato", 0.0),
    ],
)
def test_agreement_has_degrees_and_is_symmetric(left: str, right: str, degree: float) -> None:
    """Two names agree by the strongest degree that holds, whichever stands first."""
    assert agreement(name_tokens(left), name_tokens(right)) == degree
    assert agreement(name_tokens(right), name_tokens(left)) == degree


@pytest.mark.parametrize(
    "printed",
    [
        *(
            "Masanori Yamada",
            "Shuhei M. Yoshida",
            "M. Masanori Yamada",
            "Na Zhao",
            "Bo Li",
            "YAMADA Masanori",
            "LI Xin",
        ),
        *("Ángel López García-Arias", "Иван Иванов", "山田太郎", "김철수", "John Smith Jr.", "Shin'ya Yamaguchi"),
    ],
)
def test_a_name_with_a_written_out_given_name_is_full(printed: str) -> None:
    """A given name of two or more letters beside a family name makes a bearer; Han and Hangul need no blank."""
    assert is_full_name(Name(printed=printed))


@pytest.mark.parametrize(
    "printed",
    ["M. Yamada", "B.P. Gerkey", "J.-P. Serre", "JP Smith", "Yamada M.", "Th. Mann", "Madonna", "van Gogh", "李"],
)
def test_initials_and_mononyms_are_not_full(printed: str) -> None:
    """Initials, short forms and single words identify nobody beyond their paper."""
    assert not is_full_name(Name(printed=printed))


def test_parts_that_the_source_tells_apart_decide() -> None:
    """With given and family name from the source, only the given name has to be written out."""
    assert is_full_name(Name(printed="Basu Roy Chowdhury, Somnath", given="Somnath", family="Basu Roy Chowdhury"))
    assert not is_full_name(Name(printed="Basu Roy Chowdhury, S.", given="S.", family="Basu Roy Chowdhury"))
    assert is_full_name(Name(printed="山田, 太", given="太", family="山田"))


@pytest.mark.parametrize(
    "printed",
    [
        *("The ATLAS Collaboration", "Heart Failure Study Group", "Gemini Team", "Max Planck Institute"),
        *("京都大学", "International Human Genome Consortium", "Center for Open Science", "Universität Wien"),
        *("The Brain Project", "Réseau National de Recherche Group"),
    ],
)
def test_bodies_of_people_are_collective(printed: str) -> None:
    """A consortium, team, institute or university is no person."""
    assert is_collective(printed)


@pytest.mark.parametrize(
    "printed",
    ["Jan Group", "Group", "Anna Board", "Jo Union", "山田太郎", "Ada Lee", "Team", "Juan Soler-Company"],
)
def test_persons_called_like_bodies_stay_persons(printed: str) -> None:
    """One such word beside a given name, or alone, is a person's name."""
    assert is_collective(printed) is (printed == "Jan Group")


def test_skeleton_drops_what_romanisations_differ_in() -> None:
    """Long vowels and doubled letters vanish; other letters stay, so that two names stay two."""
    assert skeleton("yuuki") == skeleton("yuki")
    assert skeleton("kosuke") != skeleton("kyosuke")


def test_short_words_are_never_misspellings() -> None:
    """One letter of four is another word."""
    assert not is_misspelling("sato", "kato")
    assert is_misspelling("masanori", "masanorri")
    assert not is_misspelling("masanori", "takanori")
