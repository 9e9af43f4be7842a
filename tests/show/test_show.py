"""What `show` finds by a user's words, and what its cards hold."""

from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.query import Graph, open_graph
from kg.show import find, show

TEN = Path(__file__).parents[1] / "query" / "graphs" / "ten.ttl"
BASE = "https://w3id.org/scholarkg/id/"


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Return the ten invented papers."""
    return open_graph(TEN)


def test_a_paper_has_a_card(graph: Graph) -> None:
    """Title, authors in order, date, category, code, abstract, records with lines, conflicts and inferences."""
    text = show(graph, "robust nets")
    assert text.startswith(f"Paper  {BASE}paper/learning-robust-nets-l-infty-64fdc458\n")
    for line in (
        'Title       Learning "Robust" Nets: $L_\\infty$ Norms and a Back\\slash',
        "Authors     1 Ana Núñez, 2 Bo Li, 3 Chen Wei",
        "Date        2021-05-03",
        "Category    cs.LG Machine Learning",
        "Code        https://github.com/example/robust (released)",
        "            a source flags the paper as one with code",
        "Abstract    We bound the error.",
        "Records     li.txt, lines 8 to 10, score 60",
        "            nunez.txt, lines 10 to 15, score 61.5",
        "Conflicts   publishedOn: 2021-05-03, not 2021-05 (li.txt:8)",
        "Inferences  category: cs.LG, confidence 0.95: LG is the short code of cs.LG",
    ):
        assert f"  {line}\n" in text


def test_cut_and_missing_author_lists_are_said(graph: Graph) -> None:
    """A list that every source cuts is marked; a paper of which nobody is known says so."""
    assert "3 Bo Li; the list is cut, there are more" in show(graph, "Graph Limits Berg")
    lost = show(graph, f"<{BASE}paper/abstract-075ca1d55c3c>")
    assert "Authors     not known" in lost
    assert "(no title is known)" in lost
    assert "abstracts.txt, line 1\n" in lost


def test_a_person_has_a_card(graph: Graph) -> None:
    """Name, variants, evidence of identity, papers in order, co-authors with counts, in any spelling of the name."""
    text = show(graph, "ANA NUNEZ")
    assert "Also        Ana Nunez; Núñez, Ana\n" in text
    assert "Known by    this full name" in text
    assert "2019-03  Graph Limits (author 2 of 3 or more)\n" in text
    assert "Co-authors  3  Bo Li\n" in text
    assert "Also found:\n  Source document: Ana Núñez (nunez.txt)" not in text
    assert "Also found:\n  Source document: nunez.txt" in text


def test_organizations_categories_and_documents_have_cards(graph: Graph) -> None:
    """A collective author, a notation or a short name, and a document name are found."""
    assert "שלום Networks (author 2 of 2)" in show(graph, "deep sea")
    category = show(graph, "cs.lg")
    assert "Within      cs\n" in category
    assert "Number      4 papers" in category
    source = show(graph, "nunez.txt")
    assert "Says        h-index 5, citations 182, papers 4, category LG" in source
    assert "1  line 10: Learning" in source


def test_several_things_are_a_list(graph: Graph) -> None:
    """Two papers of one title are told apart by year and authors."""
    text = show(graph, "graph limits", width=60)
    assert text.startswith("2 things match:\n")
    assert "  Paper: Graph Limits (2019, Dana Ø. Berg, Ana Núñez, Bo Li)\n" in text
    assert max(len(line) for line in text.splitlines() if "http" not in line) <= 60


def test_words_beyond_the_labels_are_near_ones(graph: Graph) -> None:
    """Nothing found is bad use, with what is spelt alike."""
    with pytest.raises(UsageError, match="did you mean 'Ana Nunez'"):
        show(graph, "an nunes")
    with pytest.raises(UsageError, match=r"knows nothing of '\?\?\?'$"):
        show(graph, "???")
    with pytest.raises(UsageError, match="knows nothing"):
        show(graph, f"{BASE}paper/none")


def test_better_matches_come_first(graph: Graph) -> None:
    """Equal labels before labels that begin so, those before labels that hold the words."""
    assert [match.rank for match in find(graph, "graph")] == [1, 1]
    assert [match.kind for match in find(graph, "ana núñez")] == ["Person", "SourceDocument"]


def test_long_lists_are_cut_and_say_so(tmp_path: Path) -> None:
    """Twenty-five of thirty are listed; long texts are wrapped, control characters cannot act."""
    kg = "https://w3id.org/scholarkg/ontology#"
    lines = [f'<urn:p{n}> a <{kg}Paper> ; <{kg}title> "Same \\u001B thing {n}" .' for n in range(30)]
    persons = [f'<urn:a{n}> a <{kg}Person> ; <{kg}name> "Name {n}" .' for n in range(40)]
    authors = [f"<urn:p0> <{kg}author> <urn:a{n}> ." for n in range(40)]
    (tmp_path / "graph.ttl").write_text("\n".join(lines + persons + authors))
    graph = open_graph(tmp_path)
    text = show(graph, "same thing", width=60)
    assert "and 5 more: say more" in text
    assert "\x1b" not in text
    assert "            and 14 more\n" in show(graph, "name 0")
