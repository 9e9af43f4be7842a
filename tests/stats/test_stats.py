"""The numbers of a graph agree with loops over its triples."""

import json
from pathlib import Path

import pytest
from rdflib import Graph as Triples
from rdflib import Literal, Namespace
from rdflib.namespace import RDF, XSD

from kg.query import open_graph
from kg.stats import SOURCE_FIELDS, Share, SourceShares, Statistics, graph_counts, stats_json, stats_table
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
    assert "  an abstract             9  90.0 %  ##################\n" in text
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
    assert "5 others     415\n" in stats_table(many)


def test_sources(statistics: Statistics) -> None:
    """The papers of a source, and those with each field, are those that loops over its records find."""
    triples = Triples().parse(TEN)
    having = {
        "a title": lambda paper: (paper, KG.title, None) in triples,
        "an abstract": lambda paper: (paper, KG.abstract, None) in triples,
        "a complete author list": lambda paper: (paper, KG.authorListComplete, Literal(True)) in triples,  # noqa: FBT003
        "a date": lambda paper: (paper, KG.publishedOn, None) in triples,
        "a category": lambda paper: (paper, KG.category, None) in triples,
        "a code repository": lambda paper: (paper, KG.code, None) in triples,
    }
    expected = []
    for source, name in triples.subject_objects(KG.documentName):
        papers = {p for r in triples.subjects(KG.inDocument, source) for p in triples.objects(r, KG.recordOf)}
        counts = tuple(sum(map(having[field], papers)) for field in SOURCE_FIELDS)
        expected.append(SourceShares(str(name), len(papers), counts))
    assert sorted(statistics.sources) == sorted(expected)
    assert [source.papers for source in statistics.sources] == sorted((s.papers for s in expected), reverse=True)


def test_json_says_the_same(statistics: Statistics) -> None:
    """Every number of the statistics is in the JSON, by name."""
    shown = json.loads(stats_json(statistics))
    assert tuple(shown["things"].items()) == statistics.things
    assert [tuple(share.values()) for share in shown["papersWith"]] == list(map(tuple, statistics.shares))
    assert [(row["year"], row["papers"]) for row in shown["papersByYear"]] == list(statistics.years)
    assert [tuple(row.values()) for row in shown["papersByCategory"]] == list(statistics.categories)
    assert [tuple(row.values()) for row in shown["personsByIdentity"]] == list(statistics.identities)
    assert [tuple(row.values()) for row in shown["rules"]] == list(statistics.rules)
    first = shown["papersBySource"][0]
    assert (first["source"], first["papers"], tuple(first["with"].values())) == statistics.sources[0]


def test_many_sources_with_long_and_wide_names(statistics: Statistics) -> None:
    """Beyond fifteen they are added up; a name is cut in the middle, its columns counted as a terminal does."""
    sources = tuple(SourceShares(f"目录-{n}.txt", 2, (1,) * len(SOURCE_FIELDS)) for n in range(16))
    long = SourceShares("page-" * 20 + "end.txt", 4, (4,) * len(SOURCE_FIELDS))
    wide = SourceShares("目" * 50, 4, (4,) * len(SOURCE_FIELDS))
    odd = SourceShares("e\u0301\x1b[2J.txt", 4, (4,) * len(SOURCE_FIELDS))
    told = stats_table(statistics._replace(sources=(long, wide, odd, *sources)))
    assert "page-page-page-page-...ge-page-page-end.txt" in told
    assert "\\x1b[2J" in told
    assert "\x1b" not in told
    (rest,) = (line.split() for line in told.splitlines() if " others " in line and "%" in line)
    assert rest == ["4", "others", "8", *["50", "%"] * len(SOURCE_FIELDS)]
    assert all(len(line) <= 120 for line in told.splitlines())
