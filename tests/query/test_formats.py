"""Printed answers: a table that fits, and the W3C formats read back by others."""

import csv
import io
import json
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from kg.errors import UsageError
from kg.query import FORMATS, Graph, Rows, open_graph, write_answer
from kg.query.formats import Answer, shortened
from kg.query.table import character_width, table_lines, visible, width
from kg.vocab import PREFIXES

TEN = Path(__file__).parent / "graphs" / "ten.ttl"
XSD = PREFIXES["xsd"]
AWKWARD = 'tab\there, "quotes", back\\slash\nnewline\rreturn <&> 🎉 שלום $L_\\infty$'
ROWS = Rows(
    ("thing", "text"),
    [
        (NamedNode("https://w3id.org/scholarkg/ontology#Paper"), Literal(AWKWARD)),
        (BlankNode("b0"), Literal("oui", language="fr")),
        (None, Literal("7", datatype=NamedNode(f"{XSD}integer"))),
        (NamedNode("urn:a"), Literal("2020-01", datatype=NamedNode(f"{XSD}gYearMonth"))),
    ],
    prefixes=PREFIXES,
)


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Return the ten invented papers."""
    return open_graph(TEN)


def written(answer: Answer, form: str, limit: int | None = None) -> str:
    """Return an answer in a format."""
    file = io.StringIO(newline="")
    write_answer(answer, form, file, limit=limit)
    return file.getvalue()


@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
def test_results_are_read_back_by_the_engine(form: str) -> None:
    """Oxigraph's own reader of the format finds the same terms."""
    forms = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}
    found = parse_query_results(written(ROWS, form).encode(), format=forms[form])
    assert isinstance(found, QuerySolutions)
    rows = [tuple(solution) for solution in found]
    assert [row[1] for row in rows] == [row[1] for row in ROWS.terms]
    assert [row[0] is None for row in rows] == [row[0] is None for row in ROWS.terms]


def test_csv_has_plain_values_and_its_line_ends() -> None:
    """CR LF ends a row, quotes are doubled, and a reader of CSV gets each value to the character."""
    text = written(ROWS, "csv")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["thing", "text"]
    assert [row[1] for row in rows[1:]] == [AWKWARD, "oui", "7", "2020-01"]
    assert [row[0] for row in rows[1:]] == ["https://w3id.org/scholarkg/ontology#Paper", "_:b0", "", "urn:a"]
    assert text.endswith("2020-01\r\n")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"])), min_size=1, max_size=4))
def test_any_text_survives_each_format(values: list[str]) -> None:
    """What goes into json, tsv or xml comes out of a reader that is not ours."""
    rows = Rows(("x",), [(Literal(value),) for value in values])
    for form, reader in (("json", QueryResultsFormat.JSON), ("tsv", QueryResultsFormat.TSV)):
        found = parse_query_results(written(rows, form).encode(), format=reader)
        assert [solution["x"].value for solution in found] == values  # type: ignore[union-attr]
    root = ET.fromstring(written(rows, "xml"))  # noqa: S314 - our own text; oxigraph's reader trims blanks
    assert [each.text or "" for each in root.iter("{http://www.w3.org/2005/sparql-results#}literal")] == values


def test_xml_refuses_control_characters() -> None:
    """XML 1.0 has no way to write them: another format is named."""
    with pytest.raises(UsageError, match="use json, csv or tsv"):
        written(Rows(("x",), [(Literal("a\x0bb"),)]), "xml")


def test_truth_has_all_forms_of_a_table() -> None:
    """ASK prints true or false; JSON and XML have their own form."""
    assert written(answer=True, form="table") == "true\n"
    assert written(answer=False, form="csv") == "false\n"
    assert json.loads(written(answer=True, form="json")) == {"head": {}, "boolean": True}
    assert "<boolean>false</boolean>" in written(answer=False, form="xml")


@pytest.mark.parametrize("form", ["table", "ttl", "nt", "jsonld", "json"])
def test_triples_are_read_back(graph: Graph, form: str) -> None:
    """CONSTRUCT in each RDF format gives the same graph; a table of triples is Turtle, JSON is JSON-LD."""
    triples = graph.construct(
        "CONSTRUCT { ?p kg:title ?t ; kg:publishedOn ?d } WHERE { ?p kg:title ?t ; kg:publishedOn ?d }"
    )
    reader = {"nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "json": RdfFormat.JSON_LD}.get(
        form, RdfFormat.TURTLE
    )
    found = {quad.triple for quad in parse(written(triples, form), format=reader)}
    assert found == set(triples)
    assert len(found) == len(triples) == 18
    if form == "ttl":
        assert "@prefix kg:" in written(triples, form)
        assert "foaf:" not in written(triples, form)


def test_a_format_that_cannot_hold_the_answer_is_refused(graph: Graph) -> None:
    """No table as Turtle, no triples as CSV, no unknown format; each message says what to use."""
    with pytest.raises(UsageError, match="write CONSTRUCT, or use csv"):
        written(ROWS, "ttl")
    with pytest.raises(UsageError, match="use ttl, nt or jsonld"):
        written(graph.construct("CONSTRUCT WHERE { ?s a kg:Paper }"), "csv")
    with pytest.raises(UsageError, match=f"one of {', '.join(FORMATS)}"):
        written(ROWS, "xlsx")


def test_a_table_fits_and_loses_nothing(graph: Graph) -> None:
    """No line is wider than the terminal, and every word of every cell is there."""
    rows = graph.select("papers-of-person", person="Ana Núñez")
    blanks = Counter({" ": 10**6})
    for limit in (60, 80, 120, 200):
        lines = written(rows, "table", limit).splitlines()
        rule = next(at for at, line in enumerate(lines) if set(line) <= set("- "))
        assert max(map(width, lines)) <= limit
        cells = [term.value for row in rows.terms for term in row if term is not None]
        assert Counter("".join(lines[rule + 1 :])) - blanks == Counter("".join(cells)) - blanks


def test_a_table_is_read_at_a_glance() -> None:
    """Numbers stand at the right, IRIs are short, what is unbound is blank, controls are escapes."""
    rows = Rows(("n", "who"), [(ROWS.terms[2][1], ROWS.terms[0][0]), (None, Literal("a\x1b[2Jb\n"))], prefixes=PREFIXES)
    numbers = Rows(("count",), [(ROWS.terms[2][1],)])
    assert written(rows, "table", 80).splitlines() == ["n  who", "-  -----------", "7  kg:Paper", "   a\\x1b[2Jb\\n"]
    assert written(numbers, "table", 80).splitlines() == ["count", "-----", "    7"]
    assert written(Rows(("x",), []), "table", 80) == "x\n-\n"


def test_the_width_of_the_terminal_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a limit the table has the width that the terminal says."""
    monkeypatch.setenv("COLUMNS", "30")
    assert max(map(width, written(ROWS, "table").splitlines())) <= 30


def test_widths_are_those_of_a_terminal() -> None:
    """Wide letters and emoji take two columns, marks and joiners none."""
    assert [width(text) for text in ("abc", "é", "e\u0301", "日本", "🎉", "a\u200db")] == [3, 1, 1, 4, 2, 2]
    assert character_width("x") == 1


def test_controls_and_directions_are_shown() -> None:
    """No title can move the cursor or turn the text after it around."""
    assert visible("a\tb\r\x07\u202ec\u2028 שלום") == "a\\tb\\r\\x07\\u202ec\\u2028 שלום"


@given(st.lists(st.lists(st.text(max_size=30), min_size=3, max_size=3), max_size=5), st.integers(30, 90))
def test_no_table_is_too_wide(rows: list[list[str]], limit: int) -> None:
    """Whatever the cells hold, a table of three columns fits into thirty columns and more."""
    for line in table_lines(("a", "b", "c"), rows, numeric=(True, False, False), limit=limit):
        assert width(line) <= limit


def test_an_iri_is_shortened_where_it_reads_back() -> None:
    """Only a local name that SPARQL reads goes behind a prefix; the longest namespace wins."""
    prefixes = [("longer", "urn:x:y:"), ("short", "urn:x:")]
    assert [shortened(iri, prefixes) for iri in ("urn:x:y:1", "urn:x:z", "urn:x:a/b", "urn:q", "urn:x:")] == [
        "longer:1",
        "short:z",
        "urn:x:a/b",
        "urn:q",
        "short:",
    ]


def test_rows_are_a_sequence(graph: Graph) -> None:
    """Rows have a length, positions, tuples and columns."""
    rows = graph.select("SELECT ?y ?t WHERE { ?p kg:publicationYear ?y ; kg:title ?t } ORDER BY ?y ?t")
    assert len(rows) == len(list(rows)) == len(rows.tuples()) == 8
    assert rows[0] == {"y": 2019, "t": "Graph Limits"}
    assert rows.tuples()[0] == (2019, "Graph Limits")
    assert rows.column("y") == sorted(rows.column("y"))  # type: ignore[type-var]
    assert ROWS.column("thing")[1] == "_:b0"
