"""SERVICE without leave is refused wherever it stands; with leave it is asked for all it has, and only where it may."""

import io
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import (
    QueryError,
    RefusedError,
    UsageError,
)
from kg.query import RowStream, Triples, open_graph
from kg.query.prompt import Session
from kg.query.running import OutOfTimeError
from tests.query.conftest import JOIN, Answer, Loopback, P, ask, many

TEN = Path(__file__).parent / "graphs" / "ten.ttl"
CLAUSE = "SERVICE <http://localhost:1/> { ?s ?p ?o }"
ENGINES = ("oxigraph", "rdflib")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ {CLAUSE} }}",
        f"ASK {{ {CLAUSE} }}",
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {CLAUSE} }}",
        f"DESCRIBE ?s WHERE {{ {CLAUSE} }}",
        "SELECT * { service\n# SERVICE\n  silent kg:x{ ?s ?p ?o } }",
        "SELECT * { SERVICE ?x { ?s ?p ?o } }",
        f"SELECT * {{ {{ SELECT * {{ ?s ?p ?o OPTIONAL {{ {CLAUSE} }} }} }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ {CLAUSE} }} }}",
        f"SELECT (EXISTS {{ {CLAUSE} }} AS ?x) {{}}",
        f"SELECT * {{ GRAPH ?g {{ {CLAUSE} }} }}",
        f"SELECT * {{ <http://x/\\u0041'> ?p ?o . {CLAUSE} ?a ?b 'x' }}",
    ],
)
def test_service_is_refused_without_leave(text: str, engine: str) -> None:
    """In every form and at every place; the message says what, why and how to allow it."""
    with pytest.raises(QueryError, match=r"(?s)SERVICE asks another server, .* --federate .*\n  .*\n +\^"):
        open_graph(TEN, engine=engine).query(text)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?paper kg:title ?t # SERVICE <http://x/> {\n } LIMIT 1",
        "SELECT * { ?paper kg:title ?t FILTER(?t != 'SERVICE <http://x/> {') } LIMIT 1",
        'SELECT * { ?paper kg:title ?t FILTER(?t != """x\n SERVICE SILENT ?x {""") } LIMIT 1',
        "SELECT ?service { ?paper kg:title ?service . } LIMIT 1",
        "PREFIX service: <http://service/> SELECT * { ?p kg:title ?t OPTIONAL { ?p service:SERVICE ?o } } LIMIT 1",
        "SELECT * { ?paper kg:title ?t OPTIONAL { ?paper <http://x/SERVICE> ?o } } LIMIT 1",
    ],
)
def test_the_word_alone_is_no_clause(text: str, engine: str) -> None:
    """In comments, strings, variables, names and IRIs it is left alone."""
    assert len(open_graph(TEN, engine=engine).select(text)) == 1


def test_rdflib_is_not_misled_by_escapes(loopback: Loopback) -> None:
    """It decodes escapes before it parses, so that a string could become a clause: that is refused."""
    text = (
        f'SELECT * {{ ?s kg:title ?t . FILTER(?t != "x\\u0022) \\u0053ERVICE <{loopback.url}> {{ ?s ?p ?o }} #") \n}}'
    )
    assert len(open_graph(TEN).select(text)) > 0
    with pytest.raises(QueryError, match="rdflib reads a SERVICE in an escape"):
        open_graph(TEN, engine="rdflib").select(text)
    assert loopback.asked == []


def test_a_file_the_prompt_and_the_explanation_refuse_too(tmp_path: Path) -> None:
    """Every way to ask ends at the same gate."""
    (tmp_path / "a.rq").write_text(f"SELECT * {{ {CLAUSE} }}", encoding="utf-8")
    graph = open_graph(TEN)
    with pytest.raises(QueryError, match="switched off"):
        graph.select(str(tmp_path / "a.rq"))
    with pytest.raises(QueryError, match="switched off"):
        graph.why_empty(f"SELECT * {{ {CLAUSE} }}")
    with pytest.raises(QueryError, match="switched off"):
        Session(graph).run(f"SELECT * {{ {CLAUSE} }}", out=io.StringIO())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * { ?p :same ?w FILTER EXISTS { SERVICE <U> { ?w :cites ?n } } }", "move it out of EXISTS"),
        ("SELECT (EXISTS { SERVICE <U> { ?w :cites ?n } } AS ?x) { ?p :same ?w }", "move it out of EXISTS"),
        ("SELECT * { GRAPH ?g { SERVICE <U> { ?w :cites ?n } } }", "move it out of EXISTS, GRAPH"),
        ("SELECT * { SERVICE <U> { SERVICE <U> { ?w :cites ?n } } }", "or the other SERVICE"),
        ("SELECT * { ?p :same ?w LATERAL { SERVICE <U> { ?w :cites ?n } } }", "LATERAL"),
        ("SELECT * { ?p :at ?x SERVICE ?x { ?w :cites ?n } }", "name the endpoint by its IRI"),
        ("SELECT * { SERVICE", "name the endpoint by its IRI"),
        ("SELECT * { ?p :same ?w BIND(RAND() AS ?r) SERVICE <U> { ?w :cites ?n } }", "another value each time"),
        ("SELECT * { ?p :same ?w ; :year ?y FILTER(?y<?z&&?z>3) SERVICE <U> { ?w :cites ?n } }", "blanks around <"),
        ("SELECT * { ?p :same ?w {| :by ?y |} SERVICE <U> { ?w :cites ?n } }", "annotation of a triple"),
        ("SELECT * { SERVICE <U> { :w1 :cites 1 } }", "without a variable"),
        (
            "SELECT * { ?p :year ?y OPTIONAL { ?p :same ?w } SERVICE <U> { ?w :cites ?n } }",
            "put SERVICE into the OPTIONAL",
        ),
        ("SELECT * { OPTIONAL SERVICE <U> { ?w :cites ?n } }", "cannot go on"),
        ("SELECT * { SERVICE <U> { ?w :cites ?n } UNION { ?w :same ?n } }", "cannot go on"),
        ("SELECT * {\n ?p :same ?w .\n SERVICE\n <U> { ?w :cites }\n }", "line 4"),
        ("SELECT * { SERVICE\n\n\n <U> { ?w nope:cites ?n } }", "the prefix nope: is not declared"),
        ("INSERT { ?p :n ?n } WHERE { SERVICE <U> { ?p :cites ?n } }", "INSERT changes a graph"),
    ],
)
def test_what_cannot_be_asked_rightly_is_refused(text: str, message: str, loopback: Loopback) -> None:
    """With the place and a repair, and before anybody is asked."""
    ours = P + ":p1 :same :w1 ; :year 1 . :p2 :year 2 ."
    with pytest.raises(QueryError, match=message):
        ask(loopback, ours, text)
    assert loopback.asked == []


@pytest.mark.parametrize(
    "host", ["localhost:1", "127.0.0.1:1", "169.254.169.254", "[::1]:1", "2130706433:1", "0x7f.1:1"]
)
def test_no_private_address_is_asked_unless_named(host: str) -> None:
    """A query may have been written by somebody else."""
    graph = open_graph(TEN, federate=True)
    with pytest.raises(RefusedError, match="not on the public internet"):
        graph.select(f"SELECT * {{ SERVICE <http://{host}/x> {{ ?s ?p ?o }} }}")


def test_addresses_are_addresses() -> None:
    """What is no address of the web is bad use."""
    with pytest.raises(UsageError, match="no address of an endpoint"):
        open_graph(TEN, federate=True).select("SELECT * { SERVICE <ftp://x.example/> { ?s ?p ?o } }")


def test_an_endpoint_can_be_named_by_a_prefix_and_put_elsewhere(loopback: Loopback) -> None:
    """The place that is asked is that of `places`; the notes name the one of the query."""
    loopback.load(many(2, "theirs"))
    graph = loopback.graph(many(2, "ours"), **{"http://far.example/sparql": loopback.url})
    rows = graph.select("PREFIX far: <http://far.example/> " + JOIN.replace("<U>", "far:sparql"))
    assert len(rows) == 2
    assert "SERVICE http://far.example/sparql: keys 2" in rows.notes[0]


def test_a_silent_clause_that_fails_binds_nothing(loopback: Loopback) -> None:
    """The query goes on, and a note says so; its variables stay unbound."""
    loopback.spoil = lambda _query, _body: Answer(401, b"")
    rows = ask(loopback, many(2, "ours"), "SELECT * { ?p :same ?w SERVICE SILENT <U> { ?w :cites ?n } }")
    assert sorted(rows.tuples(), key=str) == [(None, f"http://x/p{n}", f"http://x/w{n}") for n in range(2)]
    assert "SILENT, so the query goes on without it" in rows.notes[0]


def test_blank_nodes_do_not_cross(loopback: Loopback) -> None:
    """Ours are never keys; theirs are refused where the query speaks of them, and counted where not."""
    loopback.load(P + ":w1 :part [ :name 'a' ], [ :name 'b' ] .")
    ours = P + ":p1 :same :w1 . :p2 :same [] ."
    with pytest.raises(QueryError, match=r"answers \?part with a blank node"):
        ask(loopback, ours, "SELECT * { ?p :same ?w SERVICE <U> { ?w :part ?part } }")
    rows = ask(loopback, ours, "SELECT ?p { ?p :same ?w SERVICE <U> { ?w :part ?part } }")
    assert rows.tuples() == [("http://x/p1",)] * 2
    rows = ask(loopback, ours, "SELECT (COUNT(*) AS ?n) { SERVICE <U> { [] :name ?name . ?x :part ?y } }")
    assert rows.tuples() == [(4,)]
    assert "_:" not in "".join(loopback.asked)


def test_the_time_limit_holds_for_all_of_it(loopback: Loopback) -> None:
    """Local part, questions and join share it; a question beyond it is not waited for."""
    loopback.load(many(3, "theirs"))
    assert len(ask(loopback, many(3, "ours"), timeout=30)) == 3
    loopback.spoil = lambda _query, _body: Answer(500, b"")
    with pytest.raises((OutOfTimeError, RefusedError)):
        ask(loopback, many(3, "ours"), timeout=0.3)
    with pytest.raises(OutOfTimeError, match="not done after 1e-09 seconds"):
        ask(loopback, many(3, "ours"), timeout=1e-9)


def test_answers_of_all_forms(loopback: Loopback) -> None:
    """ASK and CONSTRUCT take SERVICE as well; rows stream and end at a limit."""
    loopback.load(many(9, "theirs"))
    graph = loopback.graph(many(9, "ours"))
    body = JOIN.partition("{")[2].replace("<U>", f"<{loopback.url}>")
    assert graph.ask(f"ASK {{ {body}")
    made = graph.construct(f"CONSTRUCT {{ ?p :count ?n }} WHERE {{ {body}")
    assert isinstance(made, Triples)
    assert len(made) == 9
    described = graph.construct(f"DESCRIBE ?p WHERE {{ {body}")
    assert len(described) == 9
    stream = graph.stream(f"SELECT ?p {{ {body}", limit=4)
    assert isinstance(stream, RowStream)
    assert len(stream.rows()) == 4
    assert "its notes say" in graph.why_empty(f"SELECT ?p {{ {body}")


def test_the_command_federates(loopback: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --federate and --service, in any format; what was asked goes to standard error; a cache spares questions."""
    (tmp_path / "ours.ttl").write_text(many(3, "ours"), encoding="utf-8")
    loopback.load(many(3, "theirs"))
    query = "PREFIX : <http://x/> SELECT ?n { ?p :same ?w SERVICE <http://far.example/> { ?w :cites ?n } } ORDER BY ?n"
    words = ["query", str(tmp_path / "ours.ttl"), query, "--format", "csv", "--federate"]
    flags = ["--service", f"http://far.example/={loopback.url}", "--cache-file", str(tmp_path / "cache")]
    for _ in range(2):
        assert main([*words, *flags]) == 0
        printed = capsys.readouterr()
        assert printed.out == "n\r\n0\r\n1\r\n2\r\n"
        assert printed.err == "kg: line 1: SERVICE http://far.example/: keys 3, batches 1, rows 3\n"
    assert len(loopback.asked) == 1
    named = query.replace("http://far.example/", loopback.url)
    assert main([*words[:2], named, "--federate", "--service", loopback.url]) == 0
    assert main([*words[:2], named, "--federate"]) == 3
    assert "not on the public internet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--federate", "--endpoint", "http://localhost:1/"], "leave --endpoint out"),
        (["--service", "http://localhost:1/"], "--service goes with --federate"),
        (["--federate", "--service", "nowhere"], "--service nowhere: write the address"),
        (["--contact", "a@b.example"], "go with --endpoint URL or --federate"),
    ],
)
def test_flags_that_do_not_go_together(flags: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """They are bad use, and the message says what to leave out."""
    assert main(["query", str(TEN), "papers-by-year", *flags]) == 2
    assert message in capsys.readouterr().err


def test_queries_without_service_federate_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """The flag changes nothing for them; the list says which queries need it."""
    assert main(["query", str(TEN), "papers-by-year", "--federate"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["query", "--list"]) == 0
    assert "--federate (asks https://sparql.dblp.org/sparql)" in capsys.readouterr().out


def test_without_keys_nobody_is_asked(loopback: Loopback) -> None:
    """Where the graph has nothing to join, the answer is empty, and the note says why."""
    rows = ask(loopback, P + ":p1 :year 1 .")
    assert rows.terms == []
    assert rows.notes == (f"line 1: SERVICE {loopback.url}: the graph has no keys for it: nobody was asked",)
    assert loopback.asked == []
