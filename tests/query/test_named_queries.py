"""Named queries: their heads, their answers against counts in plain Python, and that they run anywhere."""

import re
import shlex
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Store
from rdflib import Graph as Triples
from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node

from kg.errors import UsageError
from kg.query import Graph, NamedQuery, library, named_query, open_graph, query_names
from kg.query.named import LIBRARY, parse_query
from kg.query.patterns import where_parts
from kg.query.spelling import unknown_terms
from kg.query.syntax import tokens
from kg.vocab import KG as VOCAB
from kg.vocab import PREFIXES

EXAMPLE_GRAPH = Path(__file__).parents[2] / "output" / "graph.ttl"
TEN = Path(__file__).parent / "graphs" / "ten.ttl"
KG = Namespace(PREFIXES["kg"])
BASE = "https://w3id.org/scholarkg/id/"
ANA = URIRef(f"{BASE}person/name-ana-nunez")
BO = URIRef(f"{BASE}person/name-bo-li")
ARGUMENTS: dict[str, dict[str, object]] = {
    "at-line": {"source": "li.txt", "line": "9"},
    "coauthors": {"person": "Ana Núñez"},
    "coauthors-of-coauthors": {"start": "Eva Stone"},
    "new-authors": {"year": 2019},
    "papers-about": {"words": "GRAPH"},
    "papers-of-category": {"category": "cs"},
    "papers-of-person": {"person": "Ana Núñez"},
    "papers-of-year": {"year": 2023},
    "people-of-category": {"category": "cs"},
    "productivity": {"person": "Ana Núñez"},
    "shared-papers": {"person": "Ana Núñez", "other": "Bo Li"},
}


LOCAL = [query for query in library() if not query.endpoints]
ANSWERLESS = {"duplicate-titles", "possible-namesakes"}
"""Queries that look for what should not be there; on the examples one of them finds something."""


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Return the ten invented papers on the embedded engine."""
    return open_graph(TEN)


@pytest.fixture(scope="module")
def triples() -> Triples:
    """Return the same papers as rdflib triples, to be counted by loops."""
    return Triples().parse(TEN)


def text(triples: Triples, thing: Node | None, name: str) -> str | None:
    """Return a value of a property as text."""
    value = triples.value(thing, KG[name])
    return None if value is None else str(value)


def papers(triples: Triples) -> list[URIRef]:
    """Return all papers."""
    return [paper for paper in triples.subjects(RDF.type, KG.Paper) if isinstance(paper, URIRef)]


def authors(triples: Triples, paper: URIRef) -> dict[object, int]:
    """Return the authors of a paper with their positions."""
    parts = triples.objects(paper, KG.hasAuthorship)
    return {triples.value(part, KG.agent): int(str(triples.value(part, KG.position))) for part in parts}


def test_the_library_has_the_eight_questions_of_a_scholar() -> None:
    """Papers of a person, co-authors, shared papers, a category, code, cut lists, conflicts, a page: all are there."""
    eight = "papers-of-person coauthors shared-papers papers-of-category code-of-papers incomplete-author-lists"
    assert {*eight.split(), "conflicts", "page-says"} <= set(query_names())


@pytest.mark.parametrize("query", library(), ids=lambda query: query.name)
def test_a_head_says_everything(query: NamedQuery) -> None:
    """Every query has a title, a sentence, keywords, and an example that is a command of this project."""
    assert query.title
    assert query.description.endswith(".")
    assert len(query.keywords) >= 3
    assert query.example.startswith(f"kg query {query.name}")
    for parameter in query.parameters:
        assert parameter.description.endswith(".")
        assert parameter.default != "required" or f"--param {parameter.name}=" in query.example


@pytest.mark.parametrize("query", library(), ids=lambda query: query.name)
def test_a_file_runs_in_any_sparql_tool(query: NamedQuery, triples: Triples) -> None:
    """As it stands, without our prefixes or our binder, rdflib accepts the file; nobody else is asked."""
    if query.endpoints:
        assert prepareQuery(query.text).algebra.name == "SelectQuery"
        return
    assert triples.query((LIBRARY / f"{query.name}.rq").read_text(encoding="utf-8")).type == "SELECT"


@pytest.mark.parametrize("query", library(), ids=lambda query: query.name)
def test_parameters_are_one_values_line_inside_where(query: NamedQuery) -> None:
    """The variables of the one VALUES line are the parameters, and no VALUES trails the query."""
    lines = [line for line in query.text.splitlines() if re.match(r"\s*VALUES", line)]
    names = [part.name for part in query.parameters]
    assert [re.findall(r"\?(\w+)", line.partition("{")[0]) for line in lines] == ([names] if names else [])
    last_brace = max(token.start for token in tokens(query.text) if token.text == "}")
    assert "VALUES" not in query.text[last_brace:]


@pytest.mark.parametrize("query", library(), ids=lambda query: query.name)
def test_every_term_is_in_the_vocabulary(query: NamedQuery) -> None:
    """No query of ours has a misspelt term, and the explanation of empty answers can read it."""
    assert unknown_terms(query.text, PREFIXES) == ()
    assert query.endpoints or where_parts(query.text)[1]


@pytest.mark.parametrize("query", LOCAL, ids=lambda query: query.name)
def test_both_engines_answer_alike(query: NamedQuery, graph: Graph) -> None:
    """Oxigraph and rdflib give the same rows in the same order, and there are rows."""
    arguments = ARGUMENTS.get(query.name, {})
    rows = graph.select(query.name, arguments)
    other = open_graph(TEN, engine="rdflib").select(query.name, arguments)
    assert rows.columns == other.columns
    assert rows.terms == other.terms
    assert len(rows) > 0 or query.name in ANSWERLESS


@pytest.mark.skipif(not EXAMPLE_GRAPH.exists(), reason="output/ is not built: make demo")
@pytest.mark.parametrize("query", LOCAL, ids=lambda query: query.name)
def test_the_examples_of_a_query_have_answers(query: NamedQuery) -> None:
    """On the graph of examples/ the file as it stands has rows, and so has its example command; engines agree."""
    graph, other = open_graph(EXAMPLE_GRAPH), open_graph(EXAMPLE_GRAPH, engine="rdflib")
    given = dict(part.split("=", 1) for part in shlex.split(query.example) if "=" in part)
    rows = graph.select(query.name, given)
    assert rows.terms == other.select(query.name, given).terms
    as_it_stands = Store()
    as_it_stands.bulk_load(path=EXAMPLE_GRAPH)
    solutions = list(as_it_stands.query(query.text))  # type: ignore[arg-type]
    assert (len(rows) > 0, len(solutions) > 0) == 2 * (query.name not in {"duplicate-titles", "links-of-target"},)


def test_every_property_of_the_graph_is_used_by_some_query(triples: Triples) -> None:
    """What the graph states, some named query asks for."""
    used = " ".join(query.text for query in library())
    stated = {str(verb)[len(KG) :] for verb in triples.predicates() if str(verb).startswith(str(KG))}
    assert [name for name in sorted(stated) if not re.search(rf"kg:{name}\b", used)] == []
    assert {f"<{KG}{name}>" for name in stated} <= {v for k, v in vars(VOCAB).items() if not k.startswith("_")}


def test_papers_of_a_person_are_in_order_with_positions(graph: Graph, triples: Triples) -> None:
    """Oldest first, undated last, each with the place of that person."""
    mine = [(paper, authors(triples, paper)[ANA]) for paper in papers(triples) if ANA in authors(triples, paper)]
    mine.sort(key=lambda pair: text(triples, pair[0], "publishedFrom") or "9999")
    rows = graph.select("papers-of-person", person="ana nunez")
    assert [(row["paper"], row["position"]) for row in rows] == [(str(paper), place) for paper, place in mine]
    wei = graph.select("papers-of-person", person="Chen Wei")
    assert wei[-1]["title"] == "שלום Networks"


def test_coauthors_are_counted(graph: Graph, triples: Triples) -> None:
    """Every other author of every paper of a person counts once a paper."""
    together = Counter(
        str(other)
        for paper in papers(triples)
        for other in authors(triples, paper)
        if ANA in authors(triples, paper) and other != ANA
    )
    rows = graph.select("coauthors", person="Núñez, Ana")
    assert {row["coauthor"]: row["papers"] for row in rows} == together
    assert rows.column("papers") == sorted(together.values(), reverse=True)


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_undated_papers_do_not_hide_the_years(engine: str, tmp_path: Path) -> None:
    """First and last year are those of the dated papers; both are unbound where no paper is dated."""
    lines = [f"<urn:p{n}> kg:author <urn:a>, <urn:b{n // 3}> ; kg:authorCount 2 ." for n in range(4)]
    names = '<urn:a> a kg:Person ; kg:name "A" . <urn:b0> kg:name "B" . <urn:b1> kg:name "C" .'
    years = "<urn:p0> kg:publicationYear 2014 . <urn:p1> kg:publicationYear 2016 ."
    (tmp_path / "a.ttl").write_text(f"@prefix kg: <{KG}> . {' '.join(lines)} {names} {years}")
    rows = open_graph(tmp_path / "a.ttl", engine=engine).select("coauthors", person="A")
    assert [row[:4] for row in rows.tuples()] == [("B", 3, 2014, 2016), ("C", 1, None, None)]


def test_shared_papers_have_both_people(graph: Graph, triples: Triples) -> None:
    """A paper is shared when both are among its authors, in whatever order the two are named."""
    shared = {str(paper) for paper in papers(triples) if {ANA, BO} <= set(authors(triples, paper))}
    assert set(graph.select("shared-papers", person="Ana Núñez", other="Bo Li").column("paper")) == shared
    assert set(graph.select("shared-papers", person="Bo Li", other="Ana Núñez").column("paper")) == shared


@pytest.mark.parametrize("words", ["cs.LG", "LG", "cs.lg"])
def test_papers_of_a_category_by_year(graph: Graph, triples: Triples, words: str) -> None:
    """A notation or a short code finds the category; newest first, undated last."""
    category = triples.value(None, SKOS.notation, Literal("cs.LG"))
    mine = [paper for paper in papers(triples) if (paper, KG.category, category) in triples]
    mine.sort(key=lambda paper: text(triples, paper, "publicationYear") or "0", reverse=True)
    assert graph.select("papers-of-category", category=words).column("paper") == [str(paper) for paper in mine]


def test_a_category_holds_those_below_it(graph: Graph, triples: Triples) -> None:
    """The archive `cs` has the papers of cs.LG and of cs.CL."""
    mine = {
        str(paper)
        for paper in papers(triples)
        for category in triples.objects(paper, KG.category)
        if str(triples.value(category, SKOS.notation)).startswith("cs.")
    }
    assert set(graph.select("papers-of-category", category="cs").column("paper")) == mine


def test_code_is_a_repository_or_a_flag(graph: Graph, triples: Triples) -> None:
    """A paper has code when it has a repository or a source flags it."""
    mine = {
        (str(paper), str(triples.value(triples.value(paper, KG.code), KG.codeRepository)))
        for paper in papers(triples)
        if (paper, KG.code, None) in triples or text(triples, paper, "codeReported") == "true"
    }
    rows = graph.select("code-of-papers")
    assert {(str(row["paper"]), str(row["url"])) for row in rows} == mine
    assert len(rows) == len(mine)


def test_incomplete_author_lists_name_the_lines(graph: Graph, triples: Triples) -> None:
    """Each record of each paper with a cut list is a row with its document and line."""
    cut = [paper for paper in papers(triples) if text(triples, paper, "authorListComplete") == "false"]
    mine = {
        (
            str(paper),
            text(triples, triples.value(record, KG.inDocument), "documentName"),
            text(triples, record, "startLine"),
        )
        for paper in cut
        for record in triples.subjects(KG.recordOf, paper)
    }
    rows = graph.select("incomplete-author-lists")
    assert {(row["paper"], row["document"], str(row["startLine"])) for row in rows} == mine


def test_conflicts_and_inferences_are_all_listed(graph: Graph, triples: Triples) -> None:
    """One row for each conflict, one for each inference, the least sure first."""
    assert len(graph.select("conflicts")) == len(list(triples.subjects(RDF.type, KG.Conflict)))
    rows = graph.select("inferences")
    assert len(rows) == len(list(triples.subjects(RDF.type, KG.Inference)))
    assert rows[0]["rule"] == "year-after-latest"


def test_a_page_says_its_records_in_order(graph: Graph, triples: Triples) -> None:
    """By document name or owner: every record of the page, by index, in the words of the record."""
    source = triples.value(None, KG.documentName, Literal("li.txt"))
    mine = sorted(int(str(triples.value(record, KG.recordIndex))) for record in triples.subjects(KG.inDocument, source))
    assert graph.select("page-says", source="li.txt").column("index") == mine
    rows = graph.select("page-says", source="Bo Li")
    assert rows.column("index") == mine
    assert [row["title"] for row in rows if row["abstractDiffers"]] == ["Graph limits."]


def test_years_of_papers_are_counted(graph: Graph, triples: Triples) -> None:
    """Every paper counts in one year, or in the row without a year."""
    years = Counter(text(triples, paper, "publicationYear") for paper in papers(triples))
    code = Counter(
        text(triples, paper, "publicationYear") for paper in papers(triples) if (paper, KG.code, None) in triples
    )
    rows = [(row["year"], row["papers"], row["withCode"]) for row in graph.select("papers-by-year")]
    assert {(None if year is None else str(year), n, c) for year, n, c in rows} == {
        (year, count, code[year]) for year, count in years.items()
    }


def test_a_period_holds_papers_of_imprecise_dates(graph: Graph) -> None:
    """A paper of 2020, month unknown, may be of May 2020; a day before the period is not in it."""
    rows = graph.select("papers-between", {"from": "2020-05-01", "to": "2021-05-02"})
    assert rows.column("date") == ["2020"]
    assert len(graph.select("papers-between", to="2019-03-31")) == 1
    assert len(graph.select("papers-between")) == 8


def test_papers_about_words_look_into_abstracts(graph: Graph) -> None:
    """Words are found in any case, in titles first, and as the plain text that they are."""
    assert graph.select("papers-about", words="EMOJI").column("inTitle") == [True]
    assert len(graph.select("papers-about", words="title is lost")) == 1
    assert len(graph.select("papers-about", words='"robust" nets: $l_\\infty$')) == 1
    assert len(graph.select("papers-about", words='") } #')) == 0


def test_people_are_ranked_by_coauthors(graph: Graph, triples: Triples) -> None:
    """The number of co-authors is that of distinct people on common papers."""
    others: dict[str, set[object]] = {}
    for paper in papers(triples):
        for person in authors(triples, paper):
            others.setdefault(str(person), set()).update(set(authors(triples, paper)) - {person})
    rows = graph.select("most-connected-people")
    assert {row["person"]: row["coauthors"] for row in rows} == {k: len(v) for k, v in others.items() if v}


def test_equal_titles_are_pairs_once(graph: Graph) -> None:
    """Two papers of one title are one row, not two."""
    assert graph.select("duplicate-titles").column("title") == ["Graph Limits"]


def test_names_of_a_person_say_how_each_is_known(graph: Graph) -> None:
    """Parts, variants and printed forms of the name of one person."""
    rows = graph.select("person-names", person=f"<{ANA}>")
    assert ("Núñez, Ana", "as printed") in {(row["form"], row["known"]) for row in rows}
    assert set(rows.column("person")) == {str(ANA)}


def test_authors_and_sources_of_a_paper(graph: Graph) -> None:
    """Words of a title that only one paper has mean that paper."""
    rows = graph.select("authors-of-paper", paper="robust nets")
    assert rows.column("position") == [1, 2, 3]
    assert rows.notes == (
        "'robust nets' is taken for 'Learning \"Robust\" Nets: $L_\\\\infty$ Norms and a Back\\\\slash'",
    )
    assert graph.select("paper-sources", paper="robust nets").column("document") == ["li.txt", "nunez.txt"]


def test_classes_pages_organizations_and_categories_are_counted(graph: Graph, triples: Triples) -> None:
    """The overview queries count what loops count."""
    classes = Counter(str(kind) for kind in triples.objects(None, RDF.type))
    assert {row["class"]: row["things"] for row in graph.select("counts")} == classes
    assert sum(int(str(n)) for n in graph.select("pages").column("records")) == classes[str(KG.Record)]
    assert graph.select("organizations").tuples()[0][:2] == ("The Deep Sea Collaboration", 1)
    used = Counter(str(triples.value(c, SKOS.notation)) for c in triples.objects(None, KG.category))
    assert {row["notation"]: row["papers"] for row in graph.select("categories") if row["papers"]} == used


def test_an_unknown_name_lists_near_ones() -> None:
    """A misspelt name, or a word of the subject, leads to the query that is meant."""
    with pytest.raises(UsageError, match="did you mean coauthors"):
        named_query("co-authors")
    with pytest.raises(UsageError, match="code-of-papers"):
        named_query("github")
    with pytest.raises(UsageError, match=r"called .zzz.\n.kg query --list. shows all \d+"):
        named_query("zzz")


def test_a_head_that_is_not_understood_is_refused() -> None:
    """A parameter line lacks a part or has an unknown type."""
    with pytest.raises(UsageError, match="not understood"):
        parse_query("x", "# param: year integer\nSELECT * {}")
    with pytest.raises(UsageError, match="not understood"):
        parse_query("x", "# param: year number any The year.\nSELECT * {}")


def test_parameters_explain_themselves() -> None:
    """The line of a parameter says whether it is needed, and what it is without being given."""
    lines = [str(parameter) for parameter in named_query("papers-between").parameters]
    assert lines[0] == "from (date, 1000-01-01 unless given): The first day."
    assert "required" in str(named_query("coauthors").parameters[0])
    assert "optional" in str(named_query("page-says").parameters[0])
