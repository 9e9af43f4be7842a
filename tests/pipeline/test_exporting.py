"""kg export and the named graphs of a build."""

import gzip
import io
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import InputError, UsageError
from kg.iris import DEFAULT_BASE, Minter
from kg.pipeline import build
from kg.pipeline.exporting import Export, base_of, export
from kg.pipeline.files import GRAPH_FILES
from kg.pipeline.forms import FORMS, NAMING_GRAPHS
from kg.pipeline.link_graphs import is_link_graph
from kg.progress import Progress
from kg.store import TripleSpool
from kg.terms import text
from kg.vocab import KG, RDF
from kg.writers.turtle import write_turtle

BASE = "https://example.org/kg#"
MINT = Minter(BASE)
EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = {**GRAPH_FILES, "jsonl": "graph.jsonl", "jsonld-framed": "framed.jsonld"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a build in all formats."""
    folder = tmp_path_factory.mktemp("built")
    build(EXAMPLES, output=folder, base=BASE, formats=GRAPH_FILES, validate="none")
    return folder


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    """Return a copy of the Turtle graph, in a folder where nothing else stands."""
    path = tmp_path / "graph.ttl"
    path.write_bytes((built / "graph.ttl").read_bytes())
    return path


def quads(path: Path) -> list[ox.Quad]:
    """Return the statements of N-Quads."""
    return list(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))


def statements_of(triples: list[tuple[str, str, str]]) -> bytes:
    """Return triples as the Turtle that a command wrote."""
    spool, out = TripleSpool(), io.BytesIO()
    spool.add(triples)
    write_turtle(spool.groups(), out, namespaces=spool.counts().namespaces, base=BASE)
    return out.getvalue()


@pytest.mark.parametrize("form", sorted(set(GRAPH_FILES) - NAMING_GRAPHS))
@pytest.mark.parametrize("source", sorted(GRAPH_FILES.values()))
def test_export_gives_what_the_build_wrote(built: Path, tmp_path: Path, source: str, form: str) -> None:
    """From any form of a build to any other: the same bytes as the build's own."""
    out = tmp_path / "out"
    export(built / source, to=form, output=out)
    assert out.read_bytes() == (built / GRAPH_FILES[form]).read_bytes()


@pytest.mark.parametrize("form", sorted(NAMING_GRAPHS))
@pytest.mark.parametrize("source", ["graph.nq", "graph.trig", "."])
def test_named_graphs_go_round(built: Path, tmp_path: Path, source: str, form: str) -> None:
    """Between N-Quads and TriG named graphs are kept, to the byte; a folder gives the file that has them."""
    out = tmp_path / "out"
    result = export(built / source, to=form, output=out)
    assert out.read_bytes() == (built / GRAPH_FILES[form]).read_bytes()
    assert (result.named, result.left_out) == (0, 0)


@pytest.mark.parametrize("form", FORMS)
def test_there_and_back(built: Path, tmp_path: Path, form: str) -> None:
    """Through any form, packed, and back to Turtle: the same bytes."""
    there, back = tmp_path / f"{FILES[form]}.gz", tmp_path / "back.ttl"
    export(built / "graph.ttl", to=form, output=there)
    export(there, output=back)
    assert back.read_bytes() == (built / "graph.ttl").read_bytes()


def test_graph_of_a_source_is_part_of_the_default_graph(built: Path) -> None:
    """A named graph has the IRI of a source document and holds nothing that the default graph does not."""
    default = {quad.triple for quad in quads(built / "graph.nq") if isinstance(quad.graph_name, ox.DefaultGraph)}
    named = [quad for quad in quads(built / "graph.nq") if not isinstance(quad.graph_name, ox.DefaultGraph)]
    assert {quad.triple for quad in named} <= default
    sources = {triple.subject for triple in default if str(triple.object) == KG.SourceDocument}
    assert {quad.graph_name for quad in named} == sources
    assert default == {quad.triple for quad in ox.parse(path=str(built / "graph.ttl"), format=ox.RdfFormat.TURTLE)}


def test_each_record_stands_in_the_graph_of_its_source(built: Path) -> None:
    """A record, and what says of it, stands in the named graph of the document that it is in, and in no other."""
    default = [quad for quad in quads(built / "graph.nq") if isinstance(quad.graph_name, ox.DefaultGraph)]
    document = {quad.subject: quad.object for quad in default if str(quad.predicate) == KG.inDocument}
    named = Counter(
        (quad.subject, quad.graph_name)
        for quad in quads(built / "graph.nq")
        if quad.subject in document and not isinstance(quad.graph_name, ox.DefaultGraph)
    )
    whole = Counter((quad.subject, document[quad.subject]) for quad in default if quad.subject in document)
    assert named == whole


def test_named_graphs_that_do_not_fit(built: Path, tmp_path: Path) -> None:
    """Forms without named graphs hold the default graph, and the rest is counted."""
    out = tmp_path / "a.nt"
    result = export(built / "graph.nq", output=out)
    assert out.read_bytes() == (built / "graph.nt").read_bytes()
    assert isinstance(result, Export)
    assert result.form == "nt"
    assert result.named == len(quads(built / "graph.nq")) - len(out.read_bytes().splitlines())


def test_lines_pass_in_their_order(tmp_path: Path) -> None:
    """From lines to lines nothing is sorted and nothing repeated is dropped."""
    lines = b"<urn:b> <urn:p> 'x' .\n<urn:a> <urn:p> 'x' <urn:g> .\n<urn:b> <urn:p> 'x' .\n".replace(b"'", b'"')
    (tmp_path / "a.nq").write_bytes(lines)
    export(tmp_path / "a.nq", output=tmp_path / "b.nq.gz")
    assert gzip.decompress((tmp_path / "b.nq.gz").read_bytes()) == lines
    export(tmp_path / "b.nq.gz", output=tmp_path / "c.nt")
    assert (tmp_path / "c.nt").read_bytes() == lines.replace(b'<urn:a> <urn:p> "x" <urn:g> .\n', b"")


def test_foreign_graph(tmp_path: Path) -> None:
    """A graph of other people, with blank nodes, gives the same bytes at each export, and keeps its statements."""
    path = tmp_path / "a.ttl"
    path.write_text("@prefix e: <https://e.org/> . e:a e:p [ e:q ( 1 'x'@en ) ] ; a e:C .", encoding="utf-8")
    for form in FORMS:
        export(path, to=form, output=tmp_path / f"1.{form}")
        export(path, to=form, output=tmp_path / f"2.{form}")
        assert (tmp_path / f"1.{form}").read_bytes() == (tmp_path / f"2.{form}").read_bytes()
    expected = ox.Dataset(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    found = ox.Dataset(ox.parse(path=str(tmp_path / "1.rdfxml"), format=ox.RdfFormat.RDF_XML))
    for each in (expected, found):
        each.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert expected == found


def test_big_graph_waits_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements are handed to the spool in batches."""
    monkeypatch.setattr("kg.pipeline.exporting._BATCH", 2)
    (tmp_path / "a.trig").write_bytes(b"<urn:a> <urn:p> 1,2,3 . <urn:g> { <urn:a> <urn:p> 1,2,3 }")
    result = export(tmp_path / "a.trig", to="nq", output=tmp_path / "b.nq")
    assert result.statements == len(quads(tmp_path / "b.nq")) == 6


def test_rdfxml_leaves_out(tmp_path: Path) -> None:
    """What RDF/XML cannot hold is told and counted, the rest is written."""
    (tmp_path / "a.nt").write_bytes(b'<urn:a> <urn:p> "\\u0001" .\n<urn:a> <urn:p> "x" .\n')
    told: list[object] = []
    result = export(tmp_path / "a.nt", output=tmp_path / "a.rdf", on_left_out=told.append)
    assert result.left_out == len(told) == 1
    assert b">x<" in (tmp_path / "a.rdf").read_bytes()
    assert export(tmp_path / "a.nt", output=tmp_path / "a.rdf").left_out == 1


LINK, OTHER_LINK = MINT("link", "0a"), MINT("link", "0b")
SAME = (MINT("paper", "a"), "<http://www.w3.org/2002/07/owl#sameAs>", "<https://openalex.org/W1>")


def links(*more: tuple[str, str, str]) -> bytes:
    """Return a file of links: one accepted to OpenAlex, one candidate to dblp."""
    return statements_of(
        [
            (LINK, RDF.type, KG.Link),
            (LINK, KG.linkTarget, text("openalex")),
            (LINK, KG.linkSubject, SAME[0]),
            (LINK, KG.linkPredicate, SAME[1]),
            (LINK, KG.linkObject, SAME[2]),
            (LINK, KG.linkState, text("accepted")),
            SAME,
            (OTHER_LINK, RDF.type, KG.Link),
            (OTHER_LINK, KG.linkTarget, text("dblp")),
            (OTHER_LINK, KG.linkSubject, SAME[0]),
            (OTHER_LINK, KG.linkPredicate, SAME[1]),
            (OTHER_LINK, KG.linkObject, "<https://dblp.org/rec/x>"),
            *more,
        ]
    )


def by_graph(path: Path) -> dict[str, int]:
    """Return how many statements each graph of links holds."""
    names = Counter(str(quad.graph_name)[1:-1] for quad in quads(path))
    return {name.removeprefix(BASE): count for name, count in names.items() if "/links/" in name}


def test_links_stand_in_the_graph_of_their_target(graph: Path) -> None:
    """Each link target has a named graph: its links, and the plain triples that they assert."""
    graph.with_name("links.ttl").write_bytes(links(("<urn:x>", "<urn:p>", text("left"))))
    out = graph.with_name("out.nq")
    export(graph, output=out)
    assert by_graph(out) == {"id/links/openalex": 7, "id/links/dblp": 5, "id/links/other": 1}
    export(graph, to="nt", output=graph.with_name("out.nt"))
    assert b"openalex.org" not in graph.with_name("out.nt").read_bytes()


def test_newer_links_replace_older_ones(graph: Path) -> None:
    """A file of quads that holds graphs of links is exported with the links as they are now."""
    graph.with_name("links.ttl").write_bytes(links())
    first = graph.with_name("graph.nq")
    export(graph, output=first)
    graph.with_name("links.ttl").write_bytes(statements_of([SAME]))
    second = graph.with_name("second.nq")
    export(first, output=second)
    assert by_graph(second) == {f"{DEFAULT_BASE}id/links/other": 1}


def test_build_takes_the_links_of_its_folder(tmp_path: Path) -> None:
    """A build in N-Quads names the links that stand in its output folder."""
    (tmp_path / "links.ttl").write_bytes(links())
    build(EXAMPLES / "reading-list.txt", output=tmp_path, base=BASE, formats=["nq"], validate="none")
    assert set(by_graph(tmp_path / "graph.nq")) == {"id/links/openalex", "id/links/dblp"}


@pytest.mark.parametrize(
    ("name", "expected"), [("id/links/x", True), ("id/source/0", False), ("links/x", False), ("a/id/links/x", True)]
)
def test_names_of_link_graphs(name: str, *, expected: bool) -> None:
    """Graphs of links are known by their IRI."""
    assert is_link_graph(f"<{BASE}{name}>") == expected


def test_base_of_a_graph() -> None:
    """What the IRIs of a graph begin with is read off one of its things; other people's graphs have the default."""
    assert base_of(MINT("paper", "a")) == BASE
    assert base_of("<urn:a>") == base_of(None) == DEFAULT_BASE


def test_bad_use(tmp_path: Path) -> None:
    """An unknown form, no form at all, a missing graph and a bad place each have a message, and write nothing."""
    (tmp_path / "a.ttl").write_bytes(b"<urn:a> <urn:p> 1 .")
    for to, output in (("foo", None), (None, None), (None, "x.txt")):
        with pytest.raises(UsageError, match="jsonld-framed"):
            export(tmp_path / "a.ttl", to=to, output=output)
    with pytest.raises(InputError):
        export(tmp_path / "b.ttl", to="nt")
    (tmp_path / "c.ttl").write_bytes(b"oops")
    with pytest.raises(InputError):
        export(tmp_path / "c.ttl", output=tmp_path / "c.nt", progress=Progress())
    assert not (tmp_path / "c.nt").exists()


def test_build_tells_what_rdfxml_cannot_hold(tmp_path: Path) -> None:
    """A build in RDF/XML of a text with a noncharacter has a finding, and graph.rdf lacks that triple only."""
    page = (EXAMPLES / "reading-list.txt").read_text(encoding="utf-8")
    first = next(line for line in page.splitlines() if len(line) > 20)
    (tmp_path / "page.txt").write_text(page.replace(first, first[:8] + "\ufffe" + first[8:], 1), encoding="utf-8")
    built = build(tmp_path / "page.txt", output=tmp_path / "out", formats=["rdfxml"], validate="none")
    kept = set(ox.parse(path=str(tmp_path / "out" / "graph.rdf"), format=ox.RdfFormat.RDF_XML))
    whole = set(ox.parse(path=str(tmp_path / "out" / "graph.ttl"), format=ox.RdfFormat.TURTLE))
    assert kept < whole
    assert built.findings["no-rdfxml"] == len(whole - kept)
    assert built.worst() == "violation"
