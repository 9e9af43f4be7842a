"""The parts below the splitting: views, lexicon, model file, shapes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.bylines.candidates import candidates, chunked
from kg.bylines.features import features, name_fault, shape, style
from kg.bylines.lexicon import grade, word_key
from kg.bylines.model import MODEL_FILE, parse_model, shipped_model
from kg.bylines.uncased import script
from kg.bylines.view import LIMIT, view


@given(st.text(max_size=60))
def test_every_place_of_a_view_leads_back(line: str) -> None:
    """A view has one place for each of its letters and one for its end, in order."""
    seen = view(line)
    assert len(seen.places) == len(seen.text) + 1
    assert list(seen.places) == sorted(seen.places)
    assert seen.places[-1] == len(line)


@pytest.mark.parametrize("word", ["Étienne", "김철수", "Nguyễn", "plain"])
def test_decomposed_letters_are_composed(word: str) -> None:
    """The view of a decomposed word is the composed word."""
    assert view("é" + unicodedata.normalize("NFD", word)).text == "é" + word


def test_a_view_is_bounded() -> None:
    """Only the first part of a giant line is analysed."""
    assert len(view("é" * 2 * LIMIT).text) == LIMIT


def test_chunks_are_bounded() -> None:
    """Only so many chunks of a line are looked at."""
    assert len(chunked("ab, " * 1000).chunks) == 301


def test_places_in_gaps_and_behind_dashes() -> None:
    """Two blanks, a dash that stands alone, and a particle are places; hyphens and brackets are not."""
    line = chunked("A note  Ada -Bell, Anne-Marie (Fay), ofvan der Meer, quark't Hooft, notesde Rosa, x.de")
    found = [line.text[one.place :][:3] for one in candidates(line, shipped_model())]
    assert {"Bel", "van", "'t ", "de "} <= set(found)
    assert not {"Mar", "Fay", "de", "e R"} & set(found)
    assert [one.place for one in candidates(chunked("A map  Ada Bell"), shipped_model())] == [7]
    assert 7 not in [one.place for one in candidates(chunked("A notesde rosa, x"), shipped_model())]


def test_a_blank_counts_only_where_nothing_is_glued() -> None:
    """The last capitalised words of the first chunk are places if no place inside a word is there."""
    model = shipped_model()
    parted = chunked("A map of minds Ada Bell, Carl Dee")
    assert [parted.text[one.place : one.word_end] for one in candidates(parted, model)] == ["Ada"]
    glued = chunked("A map of mindsEve Ada Bell, Carl Dee")
    assert "Ada" not in [glued.text[one.place : one.word_end] for one in candidates(glued, model)]


def test_grades_rise_with_counts() -> None:
    """More is never a lower grade."""
    grades = [grade(count) for count in range(100)]
    assert grades == sorted(grades)
    assert (grades[0], grades[1], grades[99]) == (0, 1, 5)


def test_word_keys() -> None:
    """Case, marks and signs at the edges do not part words."""
    assert word_key("(Étude),") == word_key("etude") == "etude"


def test_the_shipped_model_is_small_and_facts_only() -> None:
    """The model file stays below a megabyte, each line being a word with grades or a feature with a weight."""
    assert MODEL_FILE.stat().st_size < 1_000_000
    lines = MODEL_FILE.read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("#") or line == "" or line.count("\t") == 1 for line in lines)
    assert not any(" " in line.split("\t")[0] for line in lines if not line.startswith("#"))


def test_a_model_file_reads_back() -> None:
    """Grades and weights are what the file says; unknown words and features count nothing."""
    model = parse_model("# origin\nnetworks\t500\nann\t041\n\nfirst\t-150\n")
    assert (model.title("networks"), model.given("ann"), model.family("ann"), model.title("zzz")) == (5, 4, 1, 0)
    assert model.score(["first", "first", "unknown"]) == -3.0


@pytest.mark.parametrize(
    ("name", "manner"),
    [
        ("Jane Smith", "full"),
        ("J. Smith", "dot"),
        ("JA Smith", "bare"),
        ("Smith JA", "family-initials"),
        ("JANE SMITH", "upper"),
        ("jane smith", "lower"),
        ("Jane SMITH", "family-upper"),
        ("Smith", "mono"),
    ],
)
def test_manners_of_printing(name: str, manner: str) -> None:
    """Each manner of printing a name is known."""
    assert style(name.split()) == manner


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Jane Smith", 0),
        ("Jane van der Berg", 0),
        ("Smith", 1),
        ("Jane smith", 1),
        ("Jane van", 1),
        ("methods for learning", 2),
        ("Part 2", 2),
        ("small words", 2),
        ("", 2),
        ("A B C D E F G H I", 2),
    ],
)
def test_faults_of_names(name: str, fault: int) -> None:
    """What has not the shape of a name has a fault."""
    assert name_fault(name.split()) == fault


def test_shapes() -> None:
    """A shape names the classes of the letters, each run once."""
    assert shape("SouYoung") == "ulul"
    assert shape("GPT-4x李") == "u-dlx"


@pytest.mark.parametrize(
    ("letter", "kind"), [("李", "han"), ("김", "hangul"), ("ア", "kana"), ("の", "kana"), ("a", "other")]
)
def test_scripts(letter: str, kind: str) -> None:
    """The script of a letter is known as far as it matters."""
    assert script(letter) == kind


def test_brackets_and_signs_that_stay_open_are_features() -> None:
    """A title that would end inside brackets, quotes or a formula says so; a suffix is no faulty name."""
    line = chunked('Of (rings and "$xAda Bell, Jr., Carl Dee')
    named = set(features(line, next(candidates(line, shipped_model())), shipped_model()))
    assert {"open(+", 'open"', "open$", "wrong=0"} <= named
