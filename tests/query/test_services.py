"""SERVICE without leave is refused wherever it stands; with leave it is asked for all it has, and only where it may."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main
from kg.endpoint import Endpoint, Limits, Retries, Table
from kg.errors import (
    AnswerTooLargeError,
    EndpointError,
    EndpointTimeoutError,
    MalformedAnswerError,
    QueryError,
    RateLimitedError,
    RefusedError,
    UnreachableError,
    UsageError,
)
from kg.query import Graph, Iri, Rows, RowStream, Triples, open_graph
from kg.query import batches as batches_module
from kg.query.federation import Federation
from kg.query.prompt import Session
from kg.query.running import OutOfTimeError
from tests.query.conftest import Answer, Loopback

TEN = Path(__file__).parent / "graphs" / "ten.ttl"
P = "@prefix : <http://x/> . "
JOIN = "SELECT ?p ?n { ?p :same ?w SERVICE <U> { ?w :cites ?n } }"
CLAUSE = "SERVICE <http://localhost:1/> { ?s ?p ?o }"
ENGINES = ("oxigraph", "rdflib")


def many(count: int, name: str) -> str:
    """Return so many papers of ours, or works of theirs."""
    return P + " ".join(f":p{n} :same :w{n} ." if name == "ours" else f":w{n} :cites {n} ." for n in range(count))


def ask(loopback: Loopback, ours: str, query: str = JOIN, **more: float) -> Rows:
    """Return the answer of a graph that may ask the endpoint."""
    return loopback.graph(ours).select(query.replace("<U>", f"<{loopback.url}>"), **more)


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


def test_ten_thousand_keys_are_fifty_questions(loopback: Loopback) -> None:
    """Two hundred keys a question, each asked for once, and nothing else of what is there."""
    loopback.load(many(12_000, "theirs"))
    rows = ask(loopback, many(10_000, "ours"))
    assert set(rows.column("n")) == set(range(10_000))
    assert len(rows) == 10_000
    assert len(loopback.asked) == 50
    assert rows.notes == (f"line 1: SERVICE {loopback.url}: keys 10,000, questions 50, rows 10,000",)


def test_long_keys_make_short_batches(loopback: Loopback) -> None:
    """A question has at most 50,000 characters of keys, and one key at least."""
    long = [f"{n}{'x' * 20_000}" for n in range(5)] + ["y" * 60_000]
    loopback.load(P + " ".join(f':w{n} :name "{name}" .' for n, name in enumerate(long)))
    ours = P + " ".join(f':p{n} :name "{name}" .' for n, name in enumerate(long))
    rows = ask(loopback, ours, "SELECT ?p ?w { ?p :name ?x SERVICE <U> { ?w :name ?x } }")
    assert set(rows.tuples()) == {(Iri(f"http://x/p{n}"), Iri(f"http://x/w{n}")) for n in range(6)}
    assert len(rows) == 6
    assert len(loopback.asked) == 4


def test_the_same_question_twice_is_the_same_text(loopback: Loopback) -> None:
    """Keys stand in order, so that a cache knows them again; so do the rows."""
    loopback.load(many(300, "theirs"))
    first = ask(loopback, many(300, "ours"))
    asked = loopback.asked.copy()
    loopback.asked.clear()
    assert ask(loopback, P + " ".join(f":p{n} :same :w{n} ." for n in reversed(range(300)))).terms
    assert loopback.asked == asked
    assert len(first) == 300


def cut_at(limit: int) -> object:
    """Return what makes an endpoint cut its answers without a word."""

    def spoil(_query: str, body: bytes) -> Answer | None:
        answer = json.loads(body)
        answer["results"]["bindings"] = answer["results"]["bindings"][:limit]
        return Answer(200, json.dumps(answer).encode())

    return spoil


def test_a_full_page_is_asked_again_in_halves(loopback: Loopback) -> None:
    """An endpoint that silently ends after 1,000 rows loses nothing."""
    loopback.load(P + " ".join(f":w{n} :cites {n * 100 + each} ." for n in range(100) for each in range(30)))
    loopback.spoil = cut_at(1_000)  # type: ignore[assignment]
    rows = ask(loopback, many(100, "ours"))
    assert len(rows) == 3_000
    assert len(loopback.asked) > 4


@pytest.mark.parametrize(("count", "cut", "told"), [(1_500, 1_000, "cut"), (2_048, 2_048, ""), (3_000, 9_999, "")])
def test_a_full_page_of_one_key_is_counted(loopback: Loopback, count: int, cut: int, told: str) -> None:
    """Where nothing is left to halve, the endpoint is asked how many rows there are."""
    loopback.load(P + " ".join(f":w0 :cites {n} ." for n in range(count)))
    loopback.spoil = cut_at(cut)  # type: ignore[assignment]
    if told:
        with pytest.raises(AnswerTooLargeError, match="its answer is cut after 1,000 rows"):
            ask(loopback, many(1, "ours"))
        return
    assert len(ask(loopback, many(1, "ours"))) == count
    assert len(loopback.asked) == 2


@pytest.mark.parametrize(
    "bad",
    [
        Answer(400, b"too long"),
        Answer(206, b"part"),
        Answer(200, b"<html><title>Busy</title></html>", "text/html"),
        Answer(200, b'{"head": {"vars": ["n", "w"]}, "results": {"bindings": [{"n": {"ty'),
    ],
    ids=["too long", "a part", "a page", "cut"],
)
def test_what_is_too_much_is_asked_again_in_halves(loopback: Loopback, bad: Answer) -> None:
    """An endpoint that fails at more than fifty keys gets fifty at most, and is not tried with more again."""
    loopback.load(many(400, "theirs"))
    loopback.spoil = lambda query, _: bad if query.count("<http://x/w") > 50 else None
    assert len(ask(loopback, many(400, "ours"))) == 400
    assert len(loopback.asked) == 2 + 8


@pytest.mark.parametrize(
    ("bad", "kind", "questions"),
    [
        (Answer(400, b"never"), RefusedError, 8),
        (Answer(401, b"login"), RefusedError, 1),
        (Answer(200, b"<html>", "text/html"), MalformedAnswerError, 8),
        (Answer(200, b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}'), MalformedAnswerError, 8),
        (Answer(302, b"", location="http://169.254.169.254/latest"), RefusedError, 1),
    ],
    ids=["400", "401", "html", "other columns", "redirect"],
)
def test_who_fails_always_fails_the_query(
    loopback: Loopback, bad: Answer, kind: type[EndpointError], questions: int
) -> None:
    """No part of an answer is taken for the whole; a redirect into a private network is not followed."""
    loopback.load(many(200, "theirs"))
    loopback.spoil = lambda _query, _body: bad
    with pytest.raises(kind):
        ask(loopback, many(200, "ours"))
    assert len(loopback.asked) == questions


def test_an_endpoint_that_fails_again_and_again_is_given_up(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some failures in a row nobody goes on halving."""
    monkeypatch.setattr(batches_module, "_PATIENCE", 3)
    loopback.spoil = lambda _query, _body: Answer(400, b"")
    with pytest.raises(RefusedError):
        ask(loopback, many(200, "ours"))
    assert len(loopback.asked) == 3


@pytest.mark.parametrize(
    ("error", "questions"),
    [
        (lambda: EndpointTimeoutError("it took too long", endpoint="x"), 2 + 4),
        (lambda: UnreachableError("it was cut", endpoint="x", temporary=True), 2 + 4),
        (lambda: EndpointTimeoutError("nobody is there", endpoint="x", temporary=True), 1),
        (lambda: UnreachableError("there is no such host", endpoint="x"), 1),
    ],
    ids=["slow", "cut", "silent", "nowhere"],
)
def test_time_is_a_reason_to_ask_for_less(
    loopback: Loopback, error: Callable[[], EndpointError], questions: int
) -> None:
    """What takes too long, or is cut, for 200 keys is asked for fewer; where nobody is, nobody is asked again."""
    loopback.load(many(200, "theirs"))
    asked = []

    class Weak(Endpoint):
        def select(self, query: str, *, timeout: float | None = None, size: int | None = None) -> Table:
            asked.append(query)
            if query.count("<http://x/w") > 50:
                raise error()
            return super().select(query, timeout=timeout, size=size)

    def connect(url: str, limits: Limits) -> Endpoint:
        return Weak(url, limits=limits)

    federation = Federation(places={loopback.url: loopback.url}, connect=connect)
    graph = Graph(loopback.graph(many(200, "ours")).store, prefixes={"": "http://x/"}, federation=federation)
    if questions == 1:
        with pytest.raises(EndpointError):
            graph.select(JOIN.replace("<U>", f"<{loopback.url}>"))
    else:
        assert len(graph.select(JOIN.replace("<U>", f"<{loopback.url}>"))) == 200
    assert len(asked) == questions


@pytest.mark.parametrize(("status", "questions"), [(429, 1), (500, 2)])
def test_who_wants_to_be_left_alone_is(loopback: Loopback, status: int, questions: int) -> None:
    """An endpoint that refuses for now is asked again later by its client; without more patience the query fails."""
    loopback.spoil = lambda _query, _body: Answer(status, b"")

    def connect(url: str, limits: Limits) -> Endpoint:
        return Endpoint(url, limits=limits, retries=Retries(attempts=1))

    graph = loopback.graph(many(2, "ours"))
    graph = Graph(
        graph.store,
        prefixes=graph.prefixes,
        federation=Federation(places={loopback.url: loopback.url}, connect=connect),
    )
    with pytest.raises(RateLimitedError if status == 429 else RefusedError):
        graph.select(JOIN.replace("<U>", f"<{loopback.url}>"))
    assert len(loopback.asked) == questions


def test_more_rows_than_can_be_held_are_refused(loopback: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory has an end, and the message says what to do."""
    monkeypatch.setattr(batches_module, "_MOST_ROWS", 100)
    loopback.load(many(101, "theirs"))
    with pytest.raises(AnswerTooLargeError, match="more than 100 rows: ask for less"):
        ask(loopback, many(101, "ours"))


def test_who_overlooks_the_keys_does_no_harm(loopback: Loopback) -> None:
    """Rows for keys that were not asked for are left out: they would come again with each batch."""
    loopback.load(many(500, "theirs"))
    everything = "SELECT ?n ?w WHERE { ?w <http://x/cites> ?n }"
    whole = Loopback("", loopback.store).answer(everything).body
    loopback.spoil = lambda _query, _body: Answer(200, whole)
    assert len(ask(loopback, many(450, "ours"))) == 450


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
        assert printed.err == "kg: line 1: SERVICE http://far.example/: keys 3, questions 1, rows 3\n"
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
