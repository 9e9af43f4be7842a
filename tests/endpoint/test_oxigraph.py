"""A real endpoint answers as the local graph does, in Python and on the command line."""

import io
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.endpoint import Endpoint
from kg.errors import AnswerTooLargeError, MalformedAnswerError, QueryError, RefusedError, UsageError
from kg.query import Graph, NamedQuery, Rows, Triples, library, open_graph, write_answer
from kg.query.remote import RemoteGraph

Acts = Any


@pytest.fixture(scope="module")
def local(examples: Path) -> Graph:
    """Return the graph of the examples in this process."""
    return open_graph(examples / "graph.ttl")


@pytest.fixture(scope="module")
def remote(oxigraph: str) -> RemoteGraph:
    """Return the same graph behind an endpoint."""
    return RemoteGraph(Endpoint(oxigraph))


def _parameters(named: NamedQuery) -> dict[str, str]:
    words = shlex.split(named.example)
    return dict(words[at + 1].split("=", 1) for at, word in enumerate(words) if word == "--param")


@pytest.mark.parametrize("named", [each for each in library() if not each.endpoints], ids=lambda named: named.name)
def test_named_queries(local: Graph, remote: RemoteGraph, named: NamedQuery) -> None:
    """Every named query, with the parameters of its example, has the same answer here and there."""
    here = local.query(named.name, _parameters(named))
    there = remote.query(named.name, _parameters(named))
    if isinstance(here, Rows):
        assert isinstance(there, Rows)
        assert there.columns == here.columns
        assert Counter(map(str, there.terms)) == Counter(map(str, here.terms))
        assert there.notes == here.notes
    elif isinstance(here, Triples):
        assert isinstance(there, Triples)
        assert there.triples == here.triples
    else:
        assert there == here


@pytest.mark.parametrize("form", ["table", "json", "csv", "tsv", "xml"])
def test_formats(local: Graph, remote: RemoteGraph, form: str) -> None:
    """A table is printed the same, whoever answered."""
    printed = []
    for graph in (local, remote):
        out = io.StringIO()
        write_answer(graph.select("papers-by-year"), form, out)
        printed.append(out.getvalue())
    assert printed[0] == printed[1]


def test_graphs_and_truth(local: Graph, remote: RemoteGraph) -> None:
    """CONSTRUCT, DESCRIBE and ASK are answered too."""
    construct = "CONSTRUCT { ?p kg:title ?t } WHERE { ?p kg:title ?t }"
    assert remote.construct(construct).triples == local.construct(construct).triples
    person = local.select("SELECT ?p WHERE { ?p a kg:Person } ORDER BY ?p LIMIT 1")[0]["p"]
    assert len(remote.construct(f"DESCRIBE <{person}>")) >= 3
    assert remote.ask("ASK { ?p a kg:Paper }")
    assert not remote.ask("ASK { ?p a kg:Nothing }")


def test_a_long_query(remote: RemoteGraph) -> None:
    """A query of a megabyte is sent: it is in the body of a POST, not in the address."""
    values = " ".join(f'"{number}"' for number in range(100_000))
    assert len(remote.select(f"SELECT ?t WHERE {{ VALUES ?t {{ {values} }} ?p kg:title ?t }}")) == 0


def test_rows_are_typed(remote: RemoteGraph) -> None:
    """Rows give Python values, and are cut where that is asked."""
    assert isinstance(remote.select("SELECT (COUNT(*) AS ?n) WHERE { ?p a kg:Paper }")[0]["n"], int)
    cut = remote.stream("SELECT ?p WHERE { ?p a kg:Person }", limit=3)
    assert not isinstance(cut, bool)
    assert len(list(cut)) == 3
    triples = remote.stream("CONSTRUCT WHERE { ?p a kg:Person }", limit=2)
    assert isinstance(triples, Triples)
    assert len(triples) == 2
    assert remote.stream("ASK { ?p a kg:Paper }") is True


def test_wrong_forms(remote: RemoteGraph) -> None:
    """A method of one form refuses another one, and says which method to use."""
    with pytest.raises(UsageError, match=r"use ask\(\)"):
        remote.select("ASK { ?s ?p ?o }")
    with pytest.raises(UsageError, match=r"use select\(\)"):
        remote.ask("SELECT * WHERE { ?s ?p ?o } LIMIT 1")
    with pytest.raises(UsageError, match=r"use select\(\)"):
        remote.construct("SELECT * WHERE { ?s ?p ?o } LIMIT 1")


@pytest.mark.parametrize("query", ["SELECT ?p WHERE { ?p kg:title ?t ", "SELECT ?p WHERE { ?p unknown:title ?t }"])
def test_syntax(local: Graph, remote: RemoteGraph, query: str) -> None:
    """A query that is none is explained as it is locally, with line and column."""
    told = []
    for graph in (local, remote):
        with pytest.raises(QueryError) as caught:
            graph.query(query)
        words = str(caught.value).partition("Known")[0]  # the file declares prefixes of its own
        told.append((words, caught.value.line, caught.value.column))
    assert told[0] == told[1]


def test_no_query(remote: RemoteGraph) -> None:
    """A text that only looks like a query, and an update, are not sent."""
    with pytest.raises(QueryError, match="begins with SELECT"):
        remote.query("PREFIX a: <http://a/> { ?s ?p ?o }")
    with pytest.raises(QueryError, match="changes a graph"):
        remote.query("DELETE WHERE { ?s ?p ?o }")


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } } ++"])
def test_what_only_the_endpoint_refuses(hostile: Acts, send: Acts, query: str) -> None:
    """What is SPARQL 1.1, or may be a service, is left to the endpoint, and its words are told."""
    hostile.will(send(400, b"not today"))
    with pytest.raises(RefusedError, match="not today"):
        RemoteGraph(Endpoint(hostile.url)).query(query)


def test_an_endpoint_without_labels(hostile: Acts, send: Acts) -> None:
    """An answer whose things cannot be named is still an answer."""
    row = b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri", "value": "http://x/"}}]}}'
    hostile.will(send(200, row), send(404, b""))
    remote = RemoteGraph(Endpoint(hostile.url))
    assert remote.select("SELECT * { ?a ?b ?c }").tuples() == [("http://x/",)]
    assert remote.label("http://x/") is None


def test_an_endpoint_that_answers_something_else(hostile: Acts, send: Acts) -> None:
    """Questions of our own want their own columns; things without an IRI cannot be meant."""
    row = b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri", "value": "http://x/"}}]}}'
    hostile.will(send(200, row))
    remote = RemoteGraph(Endpoint(hostile.url))
    assert len(remote.select("SELECT * { ?a ?b ?c }")) == 1
    assert remote.label("http://x/") is None
    assert "does not say why" in remote.why_empty("SELECT * { ?a ?b ?c }")
    with pytest.raises(MalformedAnswerError, match="columns a where thing"):
        remote.select("coauthors", person="Eva Stone")
    hostile.will(
        send(200, row.replace(b'"a"', b'"thing"').replace(b"uri", b"bnode")),
        send(200, b'{"head": {"vars": ["label", "thing"]}, "results": {"bindings": [{}]}}'),
    )
    with pytest.raises(UsageError, match="no person called"):
        remote.select("coauthors", person="Eva Stone")


def test_things_are_found_by_asking(remote: RemoteGraph) -> None:
    """A person may be given by name, by a part of it, or by IRI; unknown ones are bad use."""
    exact = remote.select("coauthors", person="Martin Arjovsky")
    alike = remote.select("coauthors", person="arjovsky")
    assert exact.tuples() == alike.tuples()
    assert alike.notes == ("'arjovsky' is taken for 'Martin Arjovsky'",)
    with pytest.raises(UsageError, match="no person called"):
        remote.select("coauthors", person="Nobody At All")


def test_too_many_things(remote: RemoteGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are too many labels to compare, the exact one is asked for."""
    monkeypatch.setattr("kg.query.remote._MOST_LABEL_BYTES", 500)
    with pytest.raises(UsageError, match="write the label as it stands there") as caught:
        remote.select("coauthors", person="arjovsky")
    assert isinstance(caught.value.__cause__, AnswerTooLargeError)


def test_labels(local: Graph, oxigraph: str) -> None:
    """What things of an answer are called is asked for once."""
    endpoint = Endpoint(oxigraph)
    remote = RemoteGraph(endpoint)
    people = [str(row["p"]) for row in remote.select("SELECT ?p WHERE { ?p a kg:Person }")]
    questions: list[str] = []
    ask = endpoint.select

    def counted(query: str, **more: Any) -> Any:  # noqa: ANN401 - as the method that it stands for
        questions.append(query)
        return ask(query, **more)

    endpoint.select = counted  # type: ignore[method-assign]
    assert [remote.label(person) for person in people] == [local.label(person) for person in people]
    assert len(questions) == 1
    assert remote.label("http://example.org/unseen") is None


def test_empty_answers(local: Graph, remote: RemoteGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty answer is explained as locally, with a bounded number of questions."""
    query = 'SELECT ?p WHERE { ?p a kg:Paper ; kg:doi "none at all" }'
    assert remote.why_empty(query) == local.why_empty(query)
    monkeypatch.setattr("kg.query.remote._MOST_PROBES", 1)
    assert "does not say why" in remote.why_empty(query)


def test_local_questions_do_not_pay() -> None:
    """Who asks a local graph loads nothing of what remote endpoints need."""
    probe = "import sys, kg.cli, kg.query; sys.exit(bool({'SPARQLWrapper', 'urllib.request'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


def test_command_line(
    oxigraph: str, examples: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same question prints the same, from a graph, from an endpoint and from the cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    question = ["papers-of-person", "--param", "person=Martin Arjovsky", "--format", "csv"]
    cached = ["--cache", "--contact", "mailto:test@example.org"]
    assert main(["query", str(examples), *question]) == 0
    here = capfd.readouterr().out
    for flags in (["--cache-file", str(tmp_path / "own.sqlite")], cached, [*cached, "--cache-hours", "1"]):
        assert main(["query", "--endpoint", oxigraph, *question, *flags]) == 0
        assert capfd.readouterr().out == here
    assert (tmp_path / "own.sqlite").exists()


@pytest.mark.parametrize(
    ("flags", "code", "told"),
    [
        (["graph.ttl", "counts", "--endpoint", "{}"], 2, "instead of a graph"),
        (["counts", "--endpoint", "{}", "--engine", "rdflib"], 2, "instead of a graph"),
        (["counts", "--endpoint", "ftp://x/"], 2, "no address of an endpoint"),
        (["counts", "--endpoint", "{}", "--contact", "a\nb"], 2, "fits in no HTTP header"),
        (["counts", "--cache"], 2, "go with --endpoint"),
        (["no-such-query", "--endpoint", "{}"], 2, "no named query"),
        (["counts", "--param", "x=1", "--endpoint", "{}"], 2, "no parameter 'x'"),
        (["counts", "--endpoint", "http://127.0.0.1:9/"], 3, "nobody listens"),
        (["counts", "--endpoint", "{}/nowhere"], 3, "404"),
    ],
)
def test_one_message(oxigraph: str, flags: list[str], code: int, told: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Bad use is exit 2, an endpoint without an answer exit 3; one message, no traceback."""
    assert main(["query", *(flag.replace("{}", oxigraph) for flag in flags)]) == code
    printed = capfd.readouterr()
    assert printed.out == ""
    assert told in printed.err
    assert "Traceback" not in printed.err


def test_a_hostile_endpoint_on_the_command_line(
    hostile: Acts,
    send: Acts,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """What a hostile endpoint does ends in exit 3 and a message of one line."""
    hostile.will(send(200, b"<html><title>Sign in\x07</title>", kind="text/html"))
    assert main(["query", "counts", "--endpoint", hostile.url]) == 3
    message = capfd.readouterr().err
    assert message.startswith(f"kg: {hostile.url}: this is no SPARQL endpoint")
    assert message.count("\n") == 1
    assert "\x07" not in message
