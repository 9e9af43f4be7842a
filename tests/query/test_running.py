"""Rows as they come: constant memory, limits, a process that is killed, what was slow."""

import io
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import TypeVar

import pytest
from pyoxigraph import Literal

from kg.errors import QueryError
from kg.query import Graph, Rows, RowStream, Triples, open_graph, write_answer
from kg.query import running as running_module
from kg.query.engines import Table
from kg.query.running import BATCH, Message, OutOfTimeError, _report, interruptible, said
from kg.query.slowness import explain_slow
from kg.query.table import LOOK_AHEAD, table_lines

Found = TypeVar("Found")
TEN = Path(__file__).parent / "graphs" / "ten.ttl"
PAIRS = "SELECT ?a ?b WHERE { ?a ?p ?o . ?b ?q ?x }"  # 565 * 565 rows
ENDLESS = "SELECT * { " + " ".join(f"?a{n} kg:position ?p{n} ." for n in range(6)) + " } ORDER BY ?a0"


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Return the ten invented papers."""
    return open_graph(TEN)


def workers() -> set[int | None]:
    """Return the threads of queries that are at work."""
    return {each.ident for each in threading.enumerate() if each.name == "kg-query"}


def stream(graph: Graph, query: str, **more: object) -> RowStream:
    """Return the rows of a SELECT as they come."""
    answer = graph.stream(query, **more)  # type: ignore[arg-type]
    assert isinstance(answer, RowStream)
    return answer


@pytest.mark.parametrize("timeout", [None, 60.0])
def test_rows_come_before_the_last_is_found(graph: Graph, timeout: float | None) -> None:
    """The first rows of many are there at once, from a thread and from a process; the rest is never made."""
    before = workers()
    rows = stream(graph, "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=timeout)  # 140 million
    assert len(list(islice(rows, 2500))) == 2500
    assert rows.count == 2500
    rows.close()
    assert wait_for(lambda: workers() <= before)


def test_a_stream_is_rows_once(graph: Graph) -> None:
    """Dictionaries, then what is left as Rows; both engines and both ways to run give the same."""
    rows = stream(graph, "papers-by-year")
    assert next(iter(rows))["papers"] == 2
    assert len(rows.rows()) == 5
    assert len(rows.rows()) == 0
    whole = graph.select("scores")
    assert stream(graph, "scores", timeout=60.0).rows().terms == whole.terms
    assert stream(open_graph(TEN, engine="rdflib"), "scores", timeout=60.0).rows().terms == whole.terms


def test_a_limit_ends_the_answer(graph: Graph) -> None:
    """Of rows and of triples."""
    assert len(stream(graph, PAIRS, limit=7).rows()) == 7
    triples = graph.stream("CONSTRUCT WHERE { ?s ?p ?o }", limit=7)
    assert isinstance(triples, Triples)
    assert len(triples) == 7
    assert graph.stream("ASK { ?s ?p ?o }", limit=7) is True


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "table"])
def test_memory_is_constant(form: str) -> None:
    """A hundred thousand rows need no more memory than three thousand do, some megabytes apart."""
    program = (
        "import os, resource, sys\nfrom kg.cli import main\n"
        f"words = ['query', {str(TEN)!r}, {PAIRS!r}, '--format', {form!r}, '--no-labels']\n"
        "sys.stdout = open(os.devnull, 'w')\n"
        "def peak(*more):\n"
        "    assert main([*words, *more]) == 0\n"
        "    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "first = peak('--limit', '3000')\n"
        "print(peak('--limit', '120000') - first, file=sys.__stdout__)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert int(run.stdout) < 25, f"{run.stdout} MB more"


def test_widths_of_a_table_are_those_of_its_first_rows() -> None:
    """A long cell that comes late is wrapped, and no row is read before it is needed."""
    read: list[int] = []

    def rows() -> Iterator[list[str]]:
        for number in range(LOOK_AHEAD + 1):
            read.append(number)
            yield ["x" * 30] if number == LOOK_AHEAD else [str(number)]

    lines = table_lines(("n",), rows(), numeric=[False], limit=80)
    assert next(lines) == "n"
    assert len(read) == LOOK_AHEAD
    assert list(lines)[-5:] == ["xxxxxxx"] * 4 + ["xx"]


def test_a_table_is_written_as_it_comes() -> None:
    """An endless answer prints its first rows."""

    class Full(io.StringIO):
        """A file that takes so many lines."""

        lines = 0

        def write(self, _: str) -> int:
            self.lines += 1
            if self.lines > LOOK_AHEAD + 50:
                raise BrokenPipeError
            return 1

        def writelines(self, lines: Iterable[str]) -> None:  # type: ignore[override]
            for line in lines:
                self.write(line)

    endless = RowStream(("n",), ((Literal(number),) for number in count()))
    with pytest.raises(BrokenPipeError):
        write_answer(endless, "table", Full(), limit=80)


def test_a_time_limit_kills_the_process(graph: Graph) -> None:
    """After the error no process of the query is left, and its processor is free."""
    before = workers()
    with pytest.raises(QueryError, match=r"was not done after 0\.3 seconds"):
        graph.stream(ENDLESS, timeout=0.3)
    assert not multiprocessing.active_children()
    assert workers() <= before


def test_a_time_limit_counts_while_rows_are_read(graph: Graph) -> None:
    """What the reader does between two rows does not count, waiting for the next does."""
    rows = stream(graph, PAIRS + " LIMIT 30000", timeout=1.0)
    for number, _ in enumerate(rows):
        if number == BATCH:
            time.sleep(1.2)
    assert rows.count == 30_000


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the children of a process are found in /proc")
def test_a_killed_asker_leaves_no_query_behind() -> None:
    """When `kg query --timeout` is killed, so that it can't end its process, that process ends by itself."""
    program = f"from kg.query import open_graph\nprint(open_graph({str(TEN)!r}).select({ENDLESS!r}, timeout=600))"
    with subprocess.Popen([sys.executable, "-c", program], cwd=TEN.parents[3]) as asker:
        children = Path(f"/proc/{asker.pid}/task/{asker.pid}/children")
        child = wait_for(lambda: children.read_text().split())[0]
        asker.kill()
    assert wait_for(lambda: not Path(f"/proc/{child}").exists() or " Z " in Path(f"/proc/{child}/stat").read_text())


def test_a_process_that_works_for_nobody_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parent of a process changes when its own is gone."""

    class Mailbox:
        def send(self, message: Message) -> None:
            assert message.kind == "whole"

    ends: list[int] = []
    monkeypatch.setattr("kg.query.running.os._exit", ends.append)
    running_module._end_with(os.getppid() + 1)
    running_module._work_apart(lambda: True, Mailbox(), os.getppid() + 1)  # type: ignore[arg-type]
    assert wait_for(lambda: ends == [1, 1])


def wait_for(found: Callable[[], Found]) -> Found:
    """Return what is found as soon as it is, or what there is after ten seconds."""
    until = time.monotonic() + 10
    while not (there := found()) and time.monotonic() < until:
        time.sleep(0.05)
    return there


def test_without_fork_a_thread_works(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no process can be forked the wait ends all the same."""
    monkeypatch.setattr(running_module, "can_fork", lambda: False)
    with pytest.raises(QueryError, match=r"after 0\.2 seconds"):
        graph.select("SELECT (COUNT(*) AS ?n) { " + ENDLESS[11:].replace("} ORDER BY ?a0", "}"), timeout=0.2)
    assert len(graph.select("counts", timeout=60)) == 12


def test_where_no_process_is_allowed_none_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """On macOS, on Windows, and in the worker of a pool."""
    assert running_module.can_fork() == (sys.platform not in {"darwin", "win32"})
    with monkeypatch.context() as patch:
        patch.setattr(multiprocessing.current_process(), "_config", {"daemon": True})
        assert not running_module.can_fork()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not running_module.can_fork()


def test_errors_cross_the_border(graph: Graph) -> None:
    """Syntax errors and failures of the engine are the same from a process."""
    with pytest.raises(QueryError, match="line 1"):
        graph.select("SELECT ?x { ?x }", timeout=60)
    with pytest.raises(QueryError, match="not supported"):
        graph.select("SELECT (<urn:f>(1) AS ?x) {}", timeout=60)


def test_a_process_that_dies_is_an_error_of_the_query() -> None:
    """Killed from outside, for want of memory: no traceback, no endless wait."""

    def die() -> bool:
        os._exit(9)

    with pytest.raises(QueryError, match="more memory or stack"):
        interruptible(die, timeout=60)


def test_what_a_worker_says() -> None:
    """Columns, batches, the end; an answer that is no table at once; an error without its frames."""
    rows = [(Literal(number),) for number in range(BATCH + 1)]
    kinds = [message.kind for message in said(lambda: Table(("n",), rows))]
    assert kinds == ["table", "rows", "rows", "end"]
    assert list(said(lambda: True)) == [Message("whole", content=True)]
    (message,) = said(lambda: 1 / 0)  # type: ignore[arg-type, return-value]
    assert isinstance(message.content, ZeroDivisionError)
    assert message.content.__traceback__ is None


def test_a_reader_that_left_is_no_failure() -> None:
    """A process whose reader has gone just ends."""
    sent = []

    class Writer:
        def send(self, message: Message) -> None:
            sent.append(message.kind)
            if len(sent) == 2:
                raise BrokenPipeError

    _report(lambda: Table(("n",), [(None,)] * 5000), Writer())  # type: ignore[arg-type]
    assert sent == ["table", "rows"]


def test_a_stack_that_is_not_given_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system with small stacks, or one that promises more than it has, still answers."""
    for size in (1, 1 << 50):
        monkeypatch.setattr(running_module, "_STACK", size)
        assert interruptible(lambda: True) is True


def test_what_was_slow_is_named(graph: Graph) -> None:
    """The heaviest pattern with its line and number, and patterns that nothing joins."""
    query = "SELECT * {\n ?a kg:position ?p .\n ?b a kg:Person OPTIONAL { ?b ?any ?thing } }\nORDER BY ?a"

    def rest() -> bool:
        time.sleep(5)
        return True

    with pytest.raises(OutOfTimeError) as plain:
        interruptible(rest, timeout=0.1)
    assert str(plain.value) == "the query was not done after 0.1 seconds"
    told = explain_slow(query, graph._count)
    assert "its heaviest pattern is `?b ?any ?thing` (line 3) with 565 matches" in told
    assert "`?a kg:position ?p` (line 2) and `?b a kg:Person` (line 3) share no variable" in told
    assert told.endswith("give it a longer time limit")


@pytest.mark.parametrize(
    ("query", "pattern"),
    [
        ("SELECT * { { ?a ?b ?c } UNION { ?a kg:name ?n } ?a kg:title ?t }", "`?a ?b ?c`"),
        ("SELECT * { { SELECT ?a { ?a ?b ?c } } ?a kg:title ?t MINUS { ?a kg:name 'x' } }", "`?a ?b ?c`"),
        ("SELECT * { ?a kg:title ?t . { ?a kg:author/kg:name ?n } }", "`?a kg:author/kg:name ?n`"),
    ],
)
def test_patterns_inside_groups_are_weighed(graph: Graph, query: str, pattern: str) -> None:
    """Unions, sub-queries, nested groups; a joined query has no complaint about variables."""
    told = explain_slow(query, graph._count)
    assert pattern in told
    assert "share no variable" not in told


def test_the_explanation_has_a_budget(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting stops when its time is over; a count that is not there in time is the heaviest; a query may be odd."""
    query = "SELECT * { ?a ?b ?c . ?c ?d ?e }"
    assert "1,000,000 or more" in explain_slow(query, lambda _text, _seconds: None)
    monkeypatch.setattr("kg.query.slowness._BUDGET", 0.0)
    assert "heaviest" not in explain_slow(query, graph._count)
    assert explain_slow("DESCRIBE <urn:a>", graph._count).startswith("\nask for less")
    assert graph._count("SELECT nonsense", 1.0) is None
    assert graph._count("ASK { ?s ?p ?o }", 1.0) is None


def test_things_have_labels(graph: Graph) -> None:
    """Title, name or label of a thing; none for what has none."""
    (person,) = graph.select("SELECT ?x { ?x kg:name 'Bo Li' }").column("x")
    assert graph.label(str(person)) == "Bo Li"
    assert graph.label("urn:nothing") is None
    assert isinstance(graph.select(PAIRS + " LIMIT 1"), Rows)
