"""The numbers of a graph agree with loops over its triples."""

from pathlib import Path

import pytest
from rdflib import Graph as Triples
from rdflib import Literal, Namespace
from rdflib.namespace import RDF, XSD

from kg.query import open_graph
from kg.stats import Share, Statistics, graph_counts, stats_table
from kg.vocab import PREFIXES

TEN = Path(__file__).parents[1] / "query" / "graphs" / "ten.ttl"
KG = Namespace(PREFIXES["kg"])


@pytest.fixture(scope="module")
def statistics() -> Statistics:
    """Return the numbers of the ten invented papers."""
    return graph_counts(open_graph(TEN))


def test_things_are_counted(statistics: Statistics) -> None:
    """Each class has the number of its members."""
    triples = Triples().parse(TEN)
    for name, label in (("Paper", "papers"), ("Authorship", "authorships"), ("Record", "records")):
        assert dict(statistics.things)[label] == len(list(triples.subjects(RDF.type, KG[name])))
    assert "versions" not in dict(statistics.things)


def test_completeness_is_a_share_of_the_papers(statistics: Statistics) -> None:
    """A paper has something once, however often it has it."""
    triples = Triples().parse(TEN)
    papers = set(triples.subjects(RDF.type, KG.Paper))
    found = {share.label: share for share in statistics.shares}
    having = {"an abstract": KG.abstract, "a title": KG.title, "a date": KG.publishedOn, "a code repository": KG.code}
    for label, verb in having.items():
        assert found[label] == Share(label, len({p for p in papers if (p, verb, None) in triples}), len(papers))
    assert found["a complete author list"].having == len(
        list(triples.subjects(KG.authorListComplete, Literal("true", datatype=XSD.boolean)))
    )
    twice = {p for p in papers if len(list(triples.subjects(KG.recordOf, p))) > 1}
    assert found["two or more records"].having == len(twice)
    assert found["an inference"].having == 8
    assert found["a conflict"].having == 2


def test_years_categories_identities_and_rules(statistics: Statistics) -> None:
    """Undated papers stand last, categories and rules by size."""
    assert statistics.years == ((2019, 1), (2020, 1), (2021, 1), (2022, 2), (2023, 3), (None, 2))
    assert statistics.categories[0] == ("cs.LG", "Machine Learning", 4)
    assert statistics.identities == (("full-name", 5), ("this-paper", 1))
    assert ("inference", "category-short-code", 8) in statistics.rules


def test_the_table_is_for_people(statistics: Statistics) -> None:
    """Headings, shares in per cent, and a bar for each year."""
    text = stats_table(statistics)
    assert "  papers            10\n" in text
    assert "  an abstract             9  90.0 %\n" in text
    assert "  2023     3  " + 40 * "#" in text
    assert "  undated  2  " in text
    assert "conflict   longer-value" in text


def test_an_empty_graph_is_said_to_be_empty(tmp_path: Path) -> None:
    """No division by nothing."""
    (tmp_path / "graph.nt").write_text("")
    assert stats_table(graph_counts(open_graph(tmp_path))) == "The graph is empty.\n"


def test_small_categories_are_added_up(statistics: Statistics) -> None:
    """The table has the fifteen largest and one line for the others."""
    many = statistics._replace(categories=tuple((f"c.{n}", "C", 100 - n) for n in range(20)))
    assert "5 others     415" in stats_table(many)
