"""Opening a graph and asking it: files, forms of answers, limits, Ctrl-C."""

import gzip
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.errors import InputError, QueryError, UsageError
from kg.query import Graph, Iri, Rows, Triples, open_graph

TEN = Path(__file__).parent / "graphs" / "ten.ttl"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
LONG = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?a{n} kg:position ?p{n} ." for n in range(6)) + " }"  # seconds


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Return the ten invented papers."""
    return open_graph(TEN)


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf"])
@pytest.mark.parametrize("packed", [False, True])
def test_every_format_is_the_same_graph(tmp_path: Path, graph: Graph, suffix: str, packed: bool) -> None:  # noqa: FBT001
    """The number of triples does not depend on the serialization, nor on gzip."""
    formats = {".ttl": "TURTLE", ".nt": "N_TRIPLES", ".nq": "N_QUADS", ".trig": "TRIG", ".jsonld": "JSON_LD"}
    form = getattr(RdfFormat, formats.get(suffix, "RDF_XML"))
    triples = [quad.triple for quad in graph.store]
    store = Store()
    store.extend(graph.store)
    file = tmp_path / f"graph{suffix}{'.gz' if packed else ''}"
    if form.supports_datasets:
        content = store.dump(format=form)
    else:
        import pyoxigraph  # noqa: PLC0415

        content = pyoxigraph.serialize(triples, format=form)
    assert content is not None
    file.write_bytes(gzip.compress(content) if packed else content)
    assert open_graph(tmp_path).select(COUNT)[0]["n"] == len(graph) == 565


def test_links_beside_the_graph_are_loaded(tmp_path: Path) -> None:
    """`links.ttl` belongs to `graph.ttl`; a file of another name comes alone; one file counts once."""
    (tmp_path / "graph.ttl").write_text("<urn:a> <urn:p> <urn:b> .")
    (tmp_path / "other.ttl").write_text("<urn:a> <urn:p> <urn:d> .")
    (tmp_path / "links.ttl").write_text("<urn:a> <urn:p> <urn:c> .")
    assert len(open_graph(tmp_path / "graph.ttl")) == 2
    assert len(open_graph(str(tmp_path / "other.ttl"))) == 1
    assert len(open_graph([tmp_path / "graph.ttl", tmp_path / "other.ttl", tmp_path / "links.ttl"])) == 3


def test_named_graphs_are_not_counted(tmp_path: Path) -> None:
    """A triple repeated in a named graph is one triple of the default graph, and can be asked for by GRAPH."""
    (tmp_path / "graph.nq").write_text("<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> <urn:b> <urn:source> .\n")
    found = open_graph(tmp_path / "graph.nq")
    assert found.select(COUNT)[0]["n"] == 1
    assert found.select("SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } }").column("g") == ["urn:source"]
    assert open_graph(tmp_path / "graph.nq", engine="rdflib").select(COUNT)[0]["n"] == 1


def test_a_graph_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    """Missing, of no known kind, empty folder, malformed: each has its message, malformed files their line."""
    with pytest.raises(InputError, match="make one with `kg build"):
        open_graph(tmp_path / "graph.ttl")
    with pytest.raises(InputError, match="holds no graph"):
        open_graph(tmp_path)
    (tmp_path / "graph.txt").write_text("")
    with pytest.raises(InputError, match="names no graph format"):
        open_graph(tmp_path / "graph.txt")
    (tmp_path / "graph.ttl").write_text("<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> ;; .\n")
    with pytest.raises(InputError, match="line 2") as caught:
        open_graph(tmp_path / "graph.ttl")
    assert caught.value.line == 2
    (tmp_path / "graph.ttl.gz").write_bytes(b"not packed")
    with pytest.raises(InputError, match="cannot be read"):
        open_graph(tmp_path / "graph.ttl.gz")
    (tmp_path / "cut.ttl.gz").write_bytes(gzip.compress(b"<urn:a> <urn:p> <urn:b> ." * 100)[:30])
    with pytest.raises(InputError, match="cannot be read"):
        open_graph(tmp_path / "cut.ttl.gz")


def test_prefixes_of_the_file_and_ours_need_no_declaration(tmp_path: Path) -> None:
    """What the Turtle head declares, and kg: and its like, can be used at once; a declaration in the query wins."""
    (tmp_path / "a.ttl").write_text(
        "@prefix paper: <urn:paper:> .\npaper:1 a <https://w3id.org/scholarkg/ontology#Paper> ."
    )
    found = open_graph(tmp_path / "a.ttl")
    assert found.ask("ASK { paper:1 a kg:Paper }")
    assert not found.ask("PREFIX paper: <urn:other:> ASK { paper:1 a kg:Paper }")


def test_each_form_has_its_answer(graph: Graph) -> None:
    """SELECT gives rows, ASK truth, CONSTRUCT and DESCRIBE triples; the wrong method says which is right."""
    assert isinstance(graph.query(COUNT), Rows)
    assert graph.query("ASK { ?paper a kg:Paper }") is True
    assert isinstance(graph.query("DESCRIBE ?paper WHERE { ?paper kg:publicationYear 2019 }"), Triples)
    assert len(graph.construct("CONSTRUCT { ?p a kg:Paper } WHERE { ?p a kg:Paper }")) == 10
    with pytest.raises(UsageError, match=r"use ask\(\)"):
        graph.select("ASK { ?s ?p ?o }")
    with pytest.raises(UsageError, match=r"use select\(\)"):
        graph.ask(COUNT)
    with pytest.raises(UsageError, match=r"use select\(\)"):
        graph.construct(COUNT)


def test_rdflib_answers_each_form(graph: Graph) -> None:
    """The second engine gives the same truth, triples and unbound cells, and the same error for bad syntax."""
    other = open_graph(TEN, engine="rdflib")
    construct = "CONSTRUCT { ?p kg:title ?t } WHERE { ?p kg:title ?t }"
    assert other.construct(construct).triples == graph.construct(construct).triples
    describe = "DESCRIBE ?paper ?person WHERE { ?paper kg:publicationYear 2019 ; kg:author ?person }"
    assert other.construct(describe).triples == graph.construct(describe).triples
    assert len(graph.construct(describe)) > 20
    assert other.ask("ASK { ?paper kg:publicationYear 2019 }")
    optional = "SELECT ?p ?d WHERE { ?p a kg:Paper OPTIONAL { ?p kg:publishedOn ?d } } ORDER BY ?p"
    assert other.select(optional).terms == graph.select(optional).terms
    with pytest.raises(QueryError, match="line 1"):
        other.select("SELECT ?x WHERE { ?x }")


def test_what_rdflib_cannot_do_is_an_error_of_the_query(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception of the second engine names the engine."""
    other = open_graph(TEN, engine="rdflib")
    monkeypatch.setattr("rdflib.Graph.query", lambda *_, **__: 1 / 0)
    with pytest.raises(QueryError, match="rdflib gave up: ZeroDivisionError"):
        other.select(COUNT)


def test_rdflib_keeps_lexical_forms(tmp_path: Path) -> None:
    """`"2020-01"^^xsd:gYearMonth`, language tags and blank nodes pass through rdflib unchanged."""
    (tmp_path / "a.nt").write_text(
        '<urn:a> <urn:p> "2020-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .\n'
        '<urn:a> <urn:p> "oui"@fr .\n<urn:a> <urn:p> _:b .\n'
    )
    query = "SELECT ?o WHERE { ?s ?p ?o FILTER (!isBlank(?o)) } ORDER BY ?o"
    assert [str(row[0]) for row in open_graph(tmp_path / "a.nt", engine="rdflib").select(query).terms] == [
        str(row[0]) for row in open_graph(tmp_path / "a.nt").select(query).terms
    ]
    blank = open_graph(tmp_path / "a.nt", engine="rdflib").select("SELECT ?o WHERE { ?s ?p ?o FILTER isBlank(?o) }")
    assert str(blank[0]["o"]).startswith("_:")


def test_an_unknown_engine_is_refused() -> None:
    """There are two engines."""
    with pytest.raises(UsageError, match="oxigraph, rdflib"):
        open_graph(TEN, engine="jena")


def test_rows_are_python_values(graph: Graph) -> None:
    """Integers, booleans, dates, decimals and IRIs are Python's; a date of less than a day is text."""
    query = "SELECT ?y ?c ?d ?m ?p ?nothing WHERE { ?p kg:title 'Emoji 🎉 as Labels' ; kg:publicationYear ?y ; "
    row = graph.select(query + "kg:authorListComplete ?c ; kg:publishedFrom ?d BIND (1.5 AS ?m) }")[0]
    assert row == {"y": 2023, "c": False, "d": row["d"], "m": row["m"], "p": row["p"], "nothing": None}
    assert (repr(row["d"]), repr(row["m"])) == ("datetime.date(2023, 1, 9)", "Decimal('1.5')")
    assert isinstance(row["p"], Iri)
    values = graph.select("SELECT ?x WHERE { BIND (xsd:gYear('2020') AS ?x) }").column("x")
    assert values in ([None], ["2020"])
    assert graph.select('SELECT ?x WHERE { BIND ("2,5"^^xsd:integer AS ?x) }').column("x") == ["2,5"]


@pytest.mark.parametrize(
    "text", ["SERVICE <http://localhost:1/> { ?s ?p ?o }", "service\n# x <y>\nsilent kg:x{ ?s ?p ?o }"]
)
def test_other_servers_are_never_asked(graph: Graph, text: str) -> None:
    """SERVICE is refused in any spelling, before anything is sent."""
    with pytest.raises(QueryError, match="SERVICE asks another server"):
        graph.query(f"SELECT * WHERE {{ {text} }}")
    assert graph.ask("ASK { ?paper kg:title ?t FILTER (!CONTAINS(?t, 'SERVICE x')) }")


@pytest.mark.parametrize("update", ["DELETE WHERE { ?s ?p ?o }", "PREFIX a: <urn:a> INSERT DATA { a:b a:c a:d }"])
def test_updates_are_refused(graph: Graph, update: str) -> None:
    """Queries only read; the message says what to do instead."""
    with pytest.raises(QueryError, match="queries only read"):
        graph.query(update)
    assert len(graph) == 565


def test_from_fetches_nothing(graph: Graph) -> None:
    """FROM names a graph of the store: an unknown one is empty, on both engines, without any request."""
    query = "SELECT ?s FROM <http://localhost:1/x> WHERE { ?s ?p ?o }"
    assert len(graph.select(query)) == 0


def test_a_time_limit_ends_the_wait(graph: Graph) -> None:
    """A long query ends with its limit."""
    started = time.monotonic()
    with pytest.raises(QueryError, match=r"after 0\.2 seconds"):
        graph.select(LONG, timeout=0.2)
    assert time.monotonic() - started < 5


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let interrupts through: a shell that runs the tests in the background has its commands ignore them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_ends_the_wait(graph: Graph) -> None:
    """An interrupt reaches the waiting caller although the engine ignores it."""
    threading.Timer(0.3, signal.raise_signal, [signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        graph.select(LONG)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_ends_the_process() -> None:
    """A process that is interrupted in the middle of a query is gone at once."""
    program = (
        f"from kg.query import open_graph\ng = open_graph({str(TEN)!r})\nprint('on', flush=True)\ng.select({LONG!r})"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)
    assert b"KeyboardInterrupt" in errors


def test_the_second_engine_is_not_imported_without_being_asked() -> None:
    """A query on oxigraph starts without rdflib and its parser."""
    program = (
        "import sys\nfrom kg.query import open_graph, write_answer\n"
        f"write_answer(open_graph({str(TEN)!r}).query('coauthors', person='Bo Li'), 'table', sys.stdout)\n"
        "assert not {'rdflib', 'pyparsing', 'pyshacl'} & set(sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout


def test_what_the_engine_cannot_do_is_an_error_of_the_query(graph: Graph) -> None:
    """An unknown function of the engine is no traceback."""
    with pytest.raises(QueryError):
        graph.select("SELECT (<urn:f>(1) AS ?x) WHERE { ?s ?p ?o }")
