"""Splitting run-together lines with the shipped model."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.bylines import Evidence, split
from kg.names import strip_edges

# The bar stands where the title ends. Titles and names of real papers of many fields, or made up in their manner.
LINES = [
    "Regularizing Neural Networks with Meta-Learning Generative Models|Shin'ya Yamaguchi, Daiki Chijiwa et al.",
    "Parallel In-context Learning for Large Vision Language Models|Shin'ya Yamaguchi",
    "A survey of visual SLAM|Martin Humenberger, Philippe Weinzaepfel",
    "Parsing with TAG|K. Vijay-Shanker, A. Joshi et al.",
    "Is attention all you need?|Ian McKeown, SouYoung Jin",
    "Dirac operators on noncommutative manifolds|A. Connes, M. Dubois-Violette",
    "Observation of Gravitational Waves from a Binary Black Hole Merger|B. P. Abbott, R. Abbott, T. D. Abbott et al.",
    "The large N limit of superconformal field theories and supergravity|Juan Maldacena",
    "On the mass of a particle at $L_1$|Jane Doe, John Smith",
    "The geometry of quantum entanglement|J. van der Berg, C. de la Cruz",
    "The Player/Stage project|B.P. Gerkey, R.T. Vaughan, A. Howard",
    "Genome-wide CRISPR screens in human cells|Étienne Dupont, Łukasz Kowalski et al.",
    "Reading, Writing, and Reasoning|Daiki Chijiwa, Kosuke Nishida",
    "DEEP LEARNING FOR NLP|John Smith, Jane Doe",
    "DEEP LEARNING FOR PARSING|JOHN SMITH, JANE DOE",
    "A note on random matrices|Terence Tao",
    "Efficient training of GPT-4|O. Vinyals, A. Graves",
    "Structure of the E. coli ribosome at 2.8 Å|Venki Ramakrishnan, Thomas Steitz",
    "Planck 2015 results. XIII. Cosmological parameters|Planck Collaboration, P. A. R. Ade, N. Aghanim et al.",
    "The role of IL-6 in COVID-19 patients with ARDS|Mohammed Al-Farsi, Noor bin Hassan",
    "Модель нейронной сети|Иван Петров, Анна Сидорова",
    "Neural Networks for Java|Javad Hosseini and Jun Wang",
    "Introduction to ML|Eduardo Ortega y Gasset, J. R. R. Tolkien, Jr., et al.",
    "Convergence of SGD|De Zhou, Li Wei",
    "A theory of X's and Y's|Oisín Mac Aodha, Máirtín Ó Murchú",
    "Molecular structure of nucleic acids|JD Watson, FHC Crick",
    "Statins in primary prevention (JUPITER)|Ridker PM, Danielson E, Fonseca FA et al.",
    "Volcanic eruptions and climate|Alan Robock",
    "Lévy processes on Lie groups|Ming Liao, David Applebaum",
    "What is a group?|Jón Sigurðsson, Guðrún Jónsdóttir",
    "Attention mechanisms for NER|王小明, 李华",
]


@pytest.mark.parametrize("marked", LINES)
def test_lines_of_many_fields_are_read_without_evidence(marked: str) -> None:
    """The shipped model alone finds where the title ends, and is sure of it."""
    title, authors = marked.split("|")
    reading = split(title + authors, Evidence())
    assert (reading.title, reading.authors_raw, reading.doubtful) == (title, authors, False)
    assert reading.complete == (not authors.endswith("et al."))


DOUBTED = [
    "基于深度学习的模型|张三, 李四",
    "面向中文的命名实体识别研究|王小明, 李华, 赵六",
    "卷积神经网络|欧阳修, 司马光",
    "딥러닝 기반 기계 번역 모델|김철수, 이영희",
    "Small names in networks|danah boyd, bell hooks",
]


@pytest.mark.parametrize("marked", DOUBTED)
def test_unmarked_places_are_found_but_doubted(marked: str) -> None:
    """Where neither capital nor sign marks the place the reading is a guess, and says so."""
    title, authors = marked.split("|")
    reading = split(title + authors, Evidence())
    assert (reading.title, reading.authors_raw) == (title, authors)
    assert reading.doubtful
    assert reading.reason == "shape"


@pytest.mark.parametrize(
    "line", ["", " ", "networks", "Deep learning for proteins", "🎉", "a, b, c", "et al.", "ノート, メモ"]
)
def test_a_line_without_a_first_author_is_doubtful(line: str) -> None:
    """What shows no place to split keeps all its text as title and has no authors."""
    reading = split(line, Evidence())
    assert (reading.title, reading.authors, reading.doubtful) == (strip_edges(line), (), True)
    assert not reading.complete


def test_authors_are_slices_of_the_printed_line() -> None:
    """No-break blanks, curly apostrophes, decomposed letters and invisible characters stay as printed."""
    title = unicodedata.normalize("NFD", "Théorie des graphes à\xa0l’université")
    authors = unicodedata.normalize("NFD", "Étienne\xa0Dupont, Shin’ya Yamaguchi")
    reading = split(f"{title}\u200b{authors} \xa0", Evidence())
    assert reading.title == title
    assert reading.authors == tuple(authors.split(", "))
    assert reading.authors_raw == authors


TWINS = [
    ("Improving Deep Net|Works Smith, Ann Lee", "clean title"),
    ("The book of Mark|Rose Young, Ann Lee", "clean title"),
    ("Learning from neural networks|annie lee, bo wu", "clean title"),
    ("Learning from neural networks| Annie Lee, Bo Wu", "clean title"),
]


@pytest.mark.parametrize("marked", [marked for marked, _ in TWINS])
def test_a_clean_twin_decides(marked: str) -> None:
    """A line whose title and authors stand cleanly elsewhere in the input is read as there."""
    title, authors = marked.split("|")
    evidence = Evidence()
    evidence.add_title(title.upper())
    evidence.add_authors(authors.strip().split(", "))
    reading = split(title + authors, evidence)
    assert (reading.title, reading.authors_raw, reading.doubtful) == (title, authors.strip(), False)
    assert reading.reason in {"clean-title", "clean-authors"}


def test_clean_authors_decide_where_no_capital_marks_the_place() -> None:
    """A first author seen cleanly elsewhere is found between small letters too."""
    evidence = Evidence()
    evidence.add_authors(["annie quux", "bo wu"])
    reading = split("On the zorbifoldannie quux, bo wu", evidence)
    assert reading.authors == ("annie quux", "bo wu")


def test_a_title_that_ends_in_a_name_alone_stays_a_title() -> None:
    """A whole line that is a clean title elsewhere has no authors."""
    evidence = Evidence()
    evidence.add_title("A tour of MultiCorpora")
    reading = split("A tour of MultiCorpora", evidence)
    assert (reading.title, reading.reason) == ("A tour of MultiCorpora", "clean-title")


def test_names_that_recur_on_the_page_count() -> None:
    """A first author who is a later author of another line, or first behind another title, gains confidence."""
    line = "A Study of DeepXuZhi Wang, Ann Lee"
    page = [line, "On MapsBo Wu, XuZhi Wang", "Of MiceXuZhi Wang, Cy Tan"]
    alone = split(line, Evidence())
    evidence = Evidence()
    for each in page:
        evidence.add_compact(each, "page")
    together = split(line, evidence, "page")
    assert together.authors[0] == "XuZhi Wang"
    assert together.reason == "recurring-name"
    assert together.confidence >= alone.confidence
    assert split(line, evidence, "another page").confidence <= together.confidence


def test_the_owner_counts() -> None:
    """The name of the person whose page it is tells where a line's authors begin."""
    evidence = Evidence()
    evidence.add_owner("KiYoon Yoo")
    reading = split("Robust Density EstimationKiYoon Yoo", evidence)
    assert (reading.authors, reading.reason) == (("KiYoon Yoo",), "clean-name")


def test_words_of_the_abstract_count() -> None:
    """A word that the running text uses is a whole word, and not half of a name."""
    line = "Tracking with ZorbScoreTia Nyang, Bo Wu"
    evidence = Evidence()
    evidence.add_compact(line, "page", "We call it ZorbScore.")
    reading = split(line, evidence, "page")
    assert reading.title == "Tracking with ZorbScore"
    assert reading.confidence >= split(line, Evidence()).confidence


def test_first_names_that_the_text_uses_as_words_lose() -> None:
    """A word of the running text that is no known given name speaks against a name beginning with it."""
    line = "Tracking with ZorbQuux Tia Nyang, Bo Wu"
    evidence = Evidence()
    evidence.add_text("the quux of a zorb")
    first = split(line, Evidence())
    second = split(line, evidence)
    assert (first.title, second.title) != ("", "")


def test_other_places_are_told() -> None:
    """An ambiguous line tells the other places with their shares, which never exceed one together."""
    reading = split("A Study of DeepXuZhi Wang, Ann Lee", Evidence())
    assert reading.alternatives
    assert reading.confidence + sum(other.confidence for other in reading.alternatives) <= 1.001
    assert all(other.split != reading.split for other in reading.alternatives)


@given(st.text(max_size=200))
@example("AB, C")
@example("\ud800A B")
@example("x'T B, 't 't")
def test_no_text_is_lost(line: str) -> None:
    """Title and authors are the whole line but for blanks at their edges; authors are slices; nothing raises."""
    evidence = Evidence()
    evidence.add_compact(line, "page", line)
    evidence.add_title(line[: len(line) // 2])
    evidence.add_authors([line[len(line) // 2 :]])
    reading = split(line, evidence, "page")
    assert strip_edges(line[: reading.split]) == reading.title
    assert strip_edges(line[reading.split :]) == reading.authors_raw
    assert all(author in reading.authors_raw for author in reading.authors)
    assert 0 <= reading.confidence <= 1


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.from_regex(r"[A-Z][a-z]{3,9}( [A-Za-z]{2,9}){1,5}", fullmatch=True), min_size=1, max_size=4),
    st.text(alphabet="ABC xyz,.-", max_size=40),
)
def test_titles_with_commas_and_anything(parts: list[str], tail: str) -> None:
    """A clean twin decides whatever the title looks like."""
    title = ", ".join(parts) + "?"
    authors = "Daiki Chijiwa, Kosuke Nishida"
    evidence = Evidence()
    evidence.add_title(title)
    evidence.add_authors(authors.split(", "))
    evidence.add_compact(tail, "another")
    assert split(title + authors, evidence).title == title


@pytest.mark.parametrize("line", ["x" * 10_000_000, "Ab, " * 2_000_000, "Title A" * 1_000_000, "A" * 100_000 + ", B C"])
def test_a_giant_line_is_bounded_work(line: str) -> None:
    """A line of ten megabytes is read in bounded time."""
    evidence = Evidence()
    evidence.add_compact(line, "page")
    evidence.add_title("Something else")
    evidence.add_authors(["Ab Xu", "Bo Wu"])
    assert split(line, evidence, "page").doubtful
