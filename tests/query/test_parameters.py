"""Parameters: types, names of things, and that no text can become a part of the query."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.query import Graph, Parameter, open_graph
from kg.query.parameters import value_term

TEN = Path(__file__).parent / "graphs" / "ten.ttl"
GRAPH = open_graph(TEN)
BASE = "https://w3id.org/scholarkg/id/"


@pytest.fixture
def graph() -> Graph:
    """Return the ten invented papers."""
    return GRAPH


@settings(max_examples=300)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_survives_as_one_term(words: str) -> None:
    """Quotes, braces, newlines and backslashes come back to the character."""
    rows = GRAPH.select('SELECT ?echo WHERE { VALUES ?words { "x" } BIND (?words AS ?echo) }', words=words)
    assert rows.column("echo") == [words]


@pytest.mark.parametrize("words", ['" } UNION { ?s ?p ?o } #', "\\\\", '"""', "'''\n}", "\\u0022 }", "{}", "$x ?y"])
def test_nothing_can_be_injected(graph: Graph, words: str) -> None:
    """Text that looks like SPARQL is only text."""
    assert len(graph.select("papers-about", words=words)) == 0


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("integer", "+7", '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("integer", 7, '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", ".5", '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("decimal", Decimal("0.95"), '"0.95"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("boolean", True, '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("boolean", "FALSE", '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("date", date(2020, 2, 29), '"2020-02-29"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("iri", "<urn:a>", "<urn:a>"),
        ("text", "a b ", '"a b "'),
    ],
)
def test_values_become_terms_of_their_type(kind: str, value: object, term: str) -> None:
    """A value may be Python's or text."""
    assert value_term(Parameter("x", kind, "any", "It."), value) == term


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "1.5"),
        ("integer", "1 } #"),
        ("decimal", "1e5"),
        ("boolean", "yes"),
        ("date", "2021-02-29"),
        ("date", "20210228"),
        ("iri", "urn:a> <urn:b"),
        ("iri", "no-scheme"),
        ("text", "a\0b"),
        ("text", "\ud800"),
        ("text", 7),
    ],
)
def test_values_of_a_wrong_type_are_refused(kind: str, value: object) -> None:
    """The message names the parameter and an example of what it takes."""
    with pytest.raises(UsageError, match=r"--param x: .* is not "):
        value_term(Parameter("x", kind, "any", "It."), value)


@pytest.mark.parametrize(
    ("query", "given_values", "message"),
    [
        ("coauthors", {}, "needs --param person="),
        ("coauthors", {"persn": "x"}, "has no parameter 'persn'; its parameters are:\n  person"),
        ("conflicts", {"x": "y"}, "it has none"),
        ("shared-papers", {"person": "Bo Li"}, "needs --param other="),
        ("SELECT * WHERE { ?s ?p ?o }", {"x": "y"}, "name them in a VALUES block"),
        ("SELECT * WHERE { VALUES (?a ?b) { (1 2) } }", {"a": "1"}, "needs --param b="),
        ("coauthors", {"person": "Bo Lee"}, "did you mean 'Bo Li'"),
        ("coauthors", {"person": "zzz"}, "the graph has no person called 'zzz'$"),
        ("coauthors", {"person": f"{BASE}person/nobody"}, "the graph has no person <"),
        ("authors-of-paper", {"paper": "limits"}, "did you mean|can mean|taken"),
        ("papers-of-category", {"category": "Machine"}, "can mean several of kind category: 'Machine Learning'"),
        ("papers-between", {"from": "soon"}, "is not a day of the calendar"),
    ],
)
def test_bad_parameters_say_which_exist(
    graph: Graph, query: str, given_values: Mapping[str, object], message: str
) -> None:
    """Unknown, missing, ill-typed, or a name that nobody bears: the message helps."""
    with pytest.raises(UsageError, match=message):
        graph.select(query, given_values)


def test_a_label_of_several_things_means_all_of_them(graph: Graph) -> None:
    """Two categories are called Machine Learning: the papers of both are listed."""
    rows = graph.select("papers-of-category", category="Machine Learning")
    assert set(rows.column("notation")) == {"cs.LG", "stat.ML"}


@pytest.mark.parametrize(
    "person", ["Ana Núñez", "ANA NUNEZ", "nunez, ana", "Núñez, Ana", f"{BASE}person/name-ana-nunez"]
)
def test_a_person_is_found_by_any_form(graph: Graph, person: str) -> None:
    """Case, accents, order and IRI do not matter."""
    assert len(graph.select("papers-of-person", person=person)) == 5


def test_parameters_of_own_queries_are_typed_by_their_example(graph: Graph) -> None:
    """A query without a head takes the type of the value that stands in its VALUES block."""
    rows = "(1 1.5 true 'x'@en kg:a UNDEF) (2 2.5 false 'y'^^xsd:string <urn:b> 1)"
    query = f"SELECT ?y ?d ?b ?t ?i ?u WHERE {{ VALUES (?y ?d ?b ?t ?i ?u) {{ {rows} }} }}"
    assert len(graph.select(query)) == 2
    row = graph.select(query, y="2020", d="0.5", b="false", t="}", i="urn:c", u="z")[0]
    assert row == {"y": 2020, "d": Decimal("0.5"), "b": False, "t": "}", "i": "urn:c", "u": "z"}
    with pytest.raises(UsageError, match="whole number"):
        graph.select(query, y="x", d="0.5", b="false", t="}", i="urn:c", u="z")


def test_query_files_have_parameters_too(graph: Graph, tmp_path: Path) -> None:
    """A path that ends in .rq is read; what is wrong with it is said."""
    file = tmp_path / "mine.rq"
    file.write_text(
        "# title: T\n# param: year integer 2019 The year.\n"
        "SELECT ?title WHERE { VALUES (?year) { (2021) } ?p kg:publicationYear ?year ; kg:title ?title }"
    )
    assert graph.select(str(file)).column("title") == ["Graph Limits"]
    assert len(graph.select(str(file), year=2023)) == 3
    with pytest.raises(UsageError, match="cannot be read"):
        graph.select(str(tmp_path / "none.rq"))
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="not UTF-8"):
        graph.select(str(file))
    file.write_text("# param: year integer soon The year.\nSELECT ?x WHERE { VALUES (?year) { (1) } }")
    with pytest.raises(UsageError, match="the default of year is wrong"):
        graph.select(str(file))
    file.write_text("# param: year integer 1 The year.\nSELECT ?x WHERE { ?x ?y ?z }")
    with pytest.raises(UsageError, match="is no variable of a VALUES block"):
        graph.select(str(file))
    file.write_text(
        "# param: year integer any The year.\nSELECT ?year WHERE { VALUES ?other { 1 } VALUES (?year) { (1) } }"
    )
    assert graph.select(str(file)).column("year") == [None]


def test_a_values_word_without_a_block_is_left_alone(graph: Graph) -> None:
    """A text that breaks off within VALUES has its syntax error, not one of the binder."""
    with pytest.raises(UsageError, match="line 1"):
        graph.select("SELECT ?x WHERE { VALUES ?x")
