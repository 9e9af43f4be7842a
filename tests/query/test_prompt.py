"""The prompt: completion as a function, sessions without a terminal, keys through a pipe."""

import io
import sys
import threading
from pathlib import Path

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from kg.errors import QueryError, UsageError
from kg.query import Graph, open_graph
from kg.query.completion import completions, is_finished
from kg.query.prompt import Session, called, history_file, run_prompt
from kg.vocab import PREFIXES

TEN = Path(__file__).parent / "graphs" / "ten.ttl"
ENTER, TAB, CTRL_C, CTRL_D, UP = "\r", "\t", "\x03", "\x04", "\x1b[A"
TITLES = "SELECT ?t {\r?p kg:title ?t ;\r kg:publicationYear 2019 }"


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Return the ten invented papers."""
    return open_graph(TEN)


def texts(before: str) -> list[str]:
    """Return what is proposed behind a text."""
    return [each.text for each in completions(before, PREFIXES)]


@pytest.mark.parametrize(
    ("before", "proposed"),
    [
        ("coau", ["coauthors", "coauthors-of-coauthors"]),
        ("sel", ["SELECT"]),
        (".fo", [".format"]),
        ("shared-papers ", ["person=", "other="]),
        ("shared-papers person=", []),
        ('shared-papers person="Bo Li" o', ["other="]),
        ('shared-papers person="Bo ', []),
        ("nonsense x", []),
        ("SELECT * { ?p kg:publicationY", ["publicationYear"]),
        ("SELECT * { ?p sko", ["skos:"]),
        ("SELECT * { ?p a kg:Pa", ["Paper"]),
        ("PREFIX x: <urn:x#> SELECT * { ?p x", ["x:", "xsd:"]),
        ("SELECT * { ?p x:tit", []),
        ("PREFIX k: <https://w3id.org/scholarkg/ontology#> SELECT * { ?p k:docum", ["documentName"]),
        ("SELECT ?title { ?paper kg:title ?t", ["?title"]),
        ("SELECT ?title { ?paper kg:title 'kg:ti", []),
        ("SELECT ?title { <urn:a>", []),
        ("SELECT * { ?p kg:title ?t FIL", ["FILTER"]),
        ("SELECT * { ", []),
    ],
)
def test_what_may_follow_is_proposed(before: str, proposed: list[str]) -> None:
    """Names of queries, parameters not yet given, prefixes, terms, variables, keywords: by what stands before."""
    assert texts(before) == proposed


def test_an_empty_line_proposes_every_query() -> None:
    """Tab at the beginning shows what there is, each with its title."""
    found = {each.text: each.meaning for each in completions("", PREFIXES)}
    assert found["coauthors"] == "Co-authors of a person"
    assert "SELECT" not in found


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("coauthors person=x", True),
        (".help", True),
        ("SELECT * {", False),
        ("SELECT * { ?s ?p '}'", False),
        ("SELECT * { ?s ?p ?o }", True),
        ("SELECT * { ?s ?p ?o\n", True),
        ("SELECT *", False),
        ("SELECT * { FILTER(1 }", False),
        ("DESCRIBE <urn:a>", False),
        ("DESCRIBE <urn:a>\n", True),
    ],
)
def test_enter_sends_what_is_finished(text: str, *, finished: bool) -> None:
    """SPARQL goes on over several lines until its brackets are closed; a blank line sends it anyway."""
    assert is_finished(text) == finished


def test_a_line_is_a_name_and_parameters() -> None:
    """Values may be quoted; `--param` of the command line is understood; what is no parameter is refused."""
    assert called('coauthors person="Bo Li"') == ("coauthors", {"person": "Bo Li"})
    assert called("coauthors --param person=Bo") == ("coauthors", {"person": "Bo"})
    assert called("ASK { ?s ?p ?o }") == ("ASK { ?s ?p ?o }", {})
    with pytest.raises(UsageError, match="quote is not closed"):
        called('coauthors person="Bo Li')
    with pytest.raises(UsageError, match="'Li' is no parameter"):
        called("coauthors person=Bo Li")


def said(session: Session, *lines: str) -> str:
    """Return what a session prints for some lines."""
    out = io.StringIO()
    for line in lines:
        session.run(line, out)
    return out.getvalue()


def test_a_session_answers_and_remembers(graph: Graph) -> None:
    """Format, limit and time limit stay until they are changed; notes stand below the answer."""
    session = Session(graph)
    assert said(session, "", "  ") == ""
    assert "Bo Li" in said(session, 'coauthors person="Ana Núñez"')
    cut = said(session, ".format csv", ".limit 1", "papers-by-year")
    assert cut.startswith("year,papers")
    assert "ends after 1 rows" in cut
    assert len(said(session, ".limit off", ".timeout 30", "papers-by-year").splitlines()) == 7
    assert "is not in the ontology" in said(session, ".timeout off", "SELECT ?x { ?x kg:titel ?y }")
    assert "papers-by-year" in said(session, ".list")
    assert ".format" in said(session, ".help")
    assert not session.run(".quit", io.StringIO())


@pytest.mark.parametrize("line", [".format xlsx", ".limit 0", ".limit", ".timeout soon", ".quit now", ".nothing"])
def test_a_wrong_command_says_what_is_right(graph: Graph, line: str) -> None:
    """Unknown commands and values are bad use."""
    with pytest.raises(UsageError, match=r"\."):
        said(Session(graph), line)


def test_errors_of_queries_reach_the_session(graph: Graph) -> None:
    """Syntax errors have their place."""
    with pytest.raises(QueryError, match="line 1"):
        said(Session(graph), "SELECT ?x { ?x }")


def typed(graph: Graph, *keys: str, history: Path | None = None) -> str:
    """Return what a prompt prints to somebody who presses keys."""
    out = io.StringIO()
    with create_pipe_input() as pipe:
        pipe.send_text("".join(keys))
        run_prompt(Session(graph), graph.prefixes, out=out, history=history, keys=pipe, screen=DummyOutput())
    return out.getvalue()


def test_keys_are_a_conversation(graph: Graph) -> None:
    """SPARQL on three lines, an error, an interrupted line, the end: through prompt_toolkit itself."""
    printed = typed(graph, TITLES, ENTER, "zzz", ENTER, "half", CTRL_C, "counts", ENTER, CTRL_D)
    assert "Ask by SPARQL" in printed
    assert "Graph Limits" in printed
    assert "kg: no named query is called 'zzz'" in printed
    assert "kg:Paper" in printed


def test_tab_completes(graph: Graph) -> None:
    """The one name that fits is put in."""
    out = io.StringIO()
    with create_pipe_input() as pipe:
        pressed = [("solo", 0.0), (TAB, 0.8), (ENTER, 1.6), (f".quit{ENTER}", 2.4)]  # completions take their time
        hands = [threading.Timer(after, pipe.send_text, [keys]) for keys, after in pressed]
        for hand in hands:
            hand.start()
        run_prompt(Session(graph), graph.prefixes, out=out, keys=pipe, screen=DummyOutput())
        for hand in hands:
            hand.join()
    assert "A Title Without Abstract" in out.getvalue()


def test_earlier_lines_come_back(graph: Graph, tmp_path: Path) -> None:
    """The history is a file that the next session reads; one that cannot be written is none."""
    file = tmp_path / "state" / "history"
    typed(graph, "counts", ENTER, CTRL_D, history=file)
    assert "counts" in file.read_text()
    assert "kg:Paper" in typed(graph, UP, ENTER, CTRL_D, history=file)
    (tmp_path / "blocked").write_text("")
    assert "kg:Paper" in typed(graph, "counts", ENTER, CTRL_D, history=tmp_path / "blocked" / "history")


def test_the_history_has_its_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The folder for state of the XDG specification."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert history_file() == tmp_path / "scholarkg" / "history"
    monkeypatch.delenv("XDG_STATE_HOME")
    assert history_file().parts[-4:] == (".local", "state", "scholarkg", "history")


def test_a_missing_library_is_named_with_its_extra(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is the command that installs it, and the way without it."""
    monkeypatch.setitem(sys.modules, "prompt_toolkit", None)
    with pytest.raises(UsageError, match=r"pip install 'scholarkg\[prompt\]'; or name a query"):
        run_prompt(Session(graph), {}, out=io.StringIO())
