"""What a wrong or an empty query says: line, column, caret, the pattern without a match, the repair."""

from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.query import Graph, open_graph
from kg.query.spelling import misspelling

TEN = Path(__file__).parent / "graphs" / "ten.ttl"


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Return the ten invented papers."""
    return open_graph(TEN)


@pytest.mark.parametrize(
    ("query", "line", "column", "message"),
    [
        ("SELECT ?x WHERE {\n  ?x foaff:name ?y }", 2, 6, "prefix foaff: is not declared.*Did you mean foaf:"),
        ("SELECT ?x WHERE { ?x qqqqqq:a ?y }", 1, 22, "Known without it: .*kg:, "),
        ("SELECT ?x WHERE {\n  ?x <urn:p ?y }", 2, 7, "not closed by >"),
        ("SELECT ?x WHERE { ?x kg:title 'a\n' }", 1, 31, "a string is opened here"),
        ("SELECT ?x WHERE {\n  ?x kg:title ?y\n", 3, 1, "1 `}` missing"),
        ("SELECT ?x WHERE { ?x kg:title ?y }}", 1, None, "1 `{` missing"),
        ("SELECT ?x WHERE { ?x kg:title ?y FILTER (?y }", 1, None, r"1 `\)` missing"),
        ("SELECT ?x (COUNT(*) AS ?n) WHERE { ?x ?y ?z }", 1, None, "neither grouped by"),
        ("SELEC ?x {?x ?y ?z}", 1, 1, "begins with SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("SELECT ", 1, None, r"possible here: \$ \( \* \?"),
        ("SELECT ?x WHERE { ?x kg:title }", 1, None, "cannot go on like this"),
    ],
)
def test_syntax_errors_show_the_place(graph: Graph, query: str, line: int, column: int | None, message: str) -> None:
    """Line and column are right, the line is shown, and the caret stands under the column."""
    with pytest.raises(QueryError, match=message) as caught:
        graph.query(query)
    assert caught.value.line == line
    assert column in {None, caught.value.column}
    *_, shown, caret = str(caught.value).split("\n")
    assert shown == f"  {query.split(chr(10))[line - 1]}"
    assert caret.index("^") == 2 + (caught.value.column or 0) - 1


def test_a_long_line_is_shown_around_the_place(graph: Graph) -> None:
    """A query on one line of a thousand characters has an excerpt of it."""
    query = "SELECT ?x WHERE { " + "?x kg:title ?y . " * 60 + "?x foaff:name ?y }"
    with pytest.raises(QueryError) as caught:
        graph.query(query)
    *_, shown, caret = str(caught.value).split("\n")
    assert shown[caret.index("^") :].startswith("foaff:name")
    assert len(shown) < 200


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (
            "SELECT ?t WHERE {\n  ?paper a kg:Paper ;\n    kg:titel ?t . }",
            r"line 3: no triple matches `\?paper kg:titel \?t`: kg:titel is not in .*; did you mean kg:title\?",
        ),
        (
            "SELECT ?p WHERE { ?p kg:publicationYear '2022' }",
            r"no triple matches .*: kg:publicationYear has other values, such as \"20",
        ),
        ("SELECT ?p WHERE { ?p foaf:name 'x' }", "no triple has foaf:name"),
        ("SELECT ?p WHERE { ?p foaf:name ?x }", r"no triple matches `\?p foaf:name \?x`$"),
        (
            "SELECT ?p WHERE {\n ?p kg:publicationYear 2022 .\n ?p kg:codeReported true }",
            r"line 3: `\?p kg:codeReported true` has matches, but none together with the patterns above it",
        ),
        (
            "SELECT ?p WHERE { ?p kg:publicationYear ?y\n FILTER (?y > 2050) OPTIONAL { ?p kg:code ?c } }",
            r"line 2: the patterns match, but `FILTER \(\?y > 2050\)` leaves nothing",
        ),
        ("SELECT ?p WHERE { ?p a kg:Paper MINUS { ?p kg:authorCount ?n } }", "but `MINUS .*` leaves nothing"),
        (
            "SELECT ?p WHERE { { ?p a kg:Venue } UNION { ?p a kg:Version } ?p ?q ?r }",
            "line 1: nothing matches `{ .* UNION",
        ),
        ("SELECT ?p WHERE { { ?p a kg:Venue ; kg:name ?n } }", "no triple matches `.p a kg:Venue`"),
        ("SELECT ?p WHERE {\n {\n SELECT ?p WHERE {\n ?p kg:authorCount 99, 1 } } }", "line 4: no triple matches"),
        ("SELECT ?p WHERE { ?p a kg:Paper } LIMIT 0", "emptied by what follows them"),
        ("CONSTRUCT { ?p a kg:Paper } WHERE { ?p a kg:Venue }", "no triple matches `.p a kg:Venue`"),
        ("SELECT (?x AS ?y) WHERE { ?p kg:hasAuthorship/kg:agent+ kg:x, [] ; ^kg:recordOf (1 2) ; ; . }", "no triple"),
        ("SELECT ?p WHERE { ?p !kg:title|^rdf:type 'x'@en , 'y'^^xsd:date }", "no triple matches `.p !kg:title"),
        ("SELECT ?p WHERE { ?p kg:title ?t ; FILTER NOT EXISTS { ?p a kg:Paper } }", "leaves nothing"),
        ("SELECT ?p WHERE { VALUES ?p { <urn:no> } GRAPH <urn:g> { ?p ?q ?r } }", "GRAPH"),
        ("DESCRIBE <urn:none>", "beyond the explanation"),
        ("ASK { ?q kg:position 77 BIND (1 AS ?x) }", "no triple matches"),
    ],
)
def test_an_empty_answer_says_which_pattern_has_no_match(graph: Graph, query: str, reason: str) -> None:
    """The first pattern without a match is named with its line; alone first, then together, filters last."""
    answer = graph.query(query)
    assert not answer or len(answer) == 0  # type: ignore[arg-type]
    import re  # noqa: PLC0415

    assert re.search(reason, graph.why_empty(query), re.DOTALL)


def test_parameters_are_bound_in_the_explanation(graph: Graph) -> None:
    """A named query with an answer of nothing is explained with the values that were given."""
    assert len(graph.select("shared-papers", person="Chen Wei", other="J. Smith")) == 0
    assert "none together with the patterns above it" in graph.why_empty(
        "shared-papers", person="Chen Wei", other="J. Smith"
    )


def test_unknown_terms_are_noted_with_near_ones(graph: Graph) -> None:
    """A misspelt term of our namespace is noted, whether the answer is empty or not, however it is written."""
    rows = graph.select("SELECT ?p WHERE { ?p a kg:Paper OPTIONAL { ?p kg:Title ?t } }")
    assert len(rows) == 10
    assert rows.notes == ("line 1: kg:Title is not in the ontology; did you mean kg:title?",)
    full = "SELECT ?p WHERE { ?p <https://w3id.org/scholarkg/ontology#abstracts> ?t }"
    assert "did you mean kg:abstract" in graph.select(full).notes[0]
    other = "PREFIX o: <https://w3id.org/scholarkg/ontology#> SELECT ?p WHERE { ?p o:xyzzy ?t }"
    assert graph.select(other).notes == ("line 1: kg:xyzzy is not in the ontology",)
    assert misspelling("title") is None
