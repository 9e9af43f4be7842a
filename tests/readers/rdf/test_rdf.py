"""RDF: what the cases do not show; our own graphs come back whole."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.iris import Minter
from kg.mappers import cluster_triples
from kg.model import Identifier, Name, Record, Reject, Venue
from kg.pipeline import build
from kg.readers import Place, Reading, open_source, read_source
from kg.readers.formats import format_of
from kg.readers.rdf import json_ld, loading
from kg.readers.rdf.syntaxes import syntax_of
from kg.resolve.merge import draft

Read = Callable[[Path], list[Reading]]
_KG = "https://w3id.org/scholarkg/ontology#"
_OWN = {f"{_KG}{name}" for name in ("Record", "SourceDocument", "Conflict", "Inference")}


def papers_of(path: Path) -> list[str]:
    """Return the sorted statements of a graph but those of its records, sources, conflicts and inferences."""
    found: dict[str, list[str]] = {}
    for quad in pyoxigraph.parse(path=str(path)):
        found.setdefault(str(quad.subject), []).append(f"{quad.subject} {quad.predicate} {quad.object}")
    return sorted(
        line for lines in found.values() if not any(own in line for own in _OWN for line in lines) for line in lines
    )


@pytest.mark.parametrize("form", ["ttl", "jsonld", "nt", "nq", "trig", "rdfxml"])
def test_a_graph_of_ours_gives_the_same_papers(form: str, tmp_path: Path) -> None:
    """What is built of a graph, in any syntax, has the statements of that graph but those on records and sources."""
    first, second = tmp_path / "first", tmp_path / "second"
    build("examples", output=first, formats=("ttl", form), validate="none")
    (graph,) = first.glob(f"graph.{ {'rdfxml': 'rdf'}.get(form, form) }*")
    build(graph, output=second, formats=("ttl",), validate="none")
    assert papers_of(second / "graph.ttl") == papers_of(first / "graph.ttl")


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp"]), min_size=1, max_size=30
).filter(lambda text: text == " ".join(text.split()) and any(map(str.isalpha, text)))


_RECORDS = st.builds(
    Record,
    source=st.just("x"), source_key=st.just("0" * 16), index=st.just(1), format=st.just("rdf"),
    layout=st.just("turtle"),
    title=_TEXT, abstract=_TEXT, names=st.lists(_TEXT.map(lambda text: Name(printed=text)), max_size=3).map(tuple),
    date=st.integers(1000, 2100).map("{}-02".format), publication_type=st.just("article"),
    identifiers=st.just((Identifier("doi", "10.1000/x"),)), venue=_TEXT.map(lambda text: Venue(name=text)),
    volume=_TEXT, pages=_TEXT, keywords=st.tuples(_TEXT), language=st.sampled_from(["en", "de", None]),
    start_line=st.just(1), end_line=st.just(1),
)  # fmt: skip
_FIELDS = ("title", "abstract", "date", "publication_type", "identifiers", "volume", "pages", "keywords", "language")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=_RECORDS)
def test_a_record_comes_back(record: Record, tmp_path: Path) -> None:
    """What the mapper and a writer make of a record is read as a record with the same fields, for any text."""
    paper = draft([record]).paper
    graph = tmp_path / "graph.nt"
    statements = cluster_triples(paper, Minter())
    graph.write_text("".join(f"{s} {p} {o} .\n" for s, p, o in statements), encoding="utf-8")
    (back,) = read_source(open_source(Place(str(graph), by_hand=True), "graph.nt", tmp_path))
    assert isinstance(back, Record)
    expected = paper_as_record(paper, record)
    assert {name: getattr(back, name) for name in _FIELDS} == {name: getattr(expected, name) for name in _FIELDS}
    assert back.venue is not None
    assert [name.printed for name in back.names] == [name.printed for name in record.names]


def paper_as_record(paper: object, record: Record) -> Record:
    """Return the record with the texts in the form that the paper has (NFC)."""
    changed = {name: getattr(paper, name) for name in ("title", "abstract", "volume", "pages", "keywords")}
    return Record(**{name: getattr(record, name) for name in record.__struct_fields__} | changed)


@pytest.mark.parametrize(
    ("beginning", "form"),
    [
        ("PREFIX kg: <https://x.org/>\nSELECT ?x { ?x a kg:P }", "listing"),
        ('<http://x.org/a> <http://x.org/b> "c" .\n', "rdf"),
        ("# remark\n\n<http://x.org/a>\n  a <http://x.org/b> .\n", "rdf"),
        ("@base <http://x.org/> .", "rdf"),
        ("[] <http://x.org/b> 1 .", "rdf"),
        ("<http://x.org/g> { <http://x.org/a> a <http://x.org/b> }", "rdf"),
        ('<?xml version="1.0"?><!-- x --><RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#">', "rdf"),
        ('<rdf:RDF xmlns:rdf="http://example.org/other">', "listing"),
        ('{"@id": "http://x.org/a"}', "rdf"),
        ('{"id": "@id", "text": "\\"@context\\": 1"}', "listing"),
        ("<p>A page.</p>", "html"),
        ("@article{a, title={<x>}}", "bibtex"),
    ],
)  # fmt: skip
def test_the_syntax_is_known_by_content(beginning: str, form: str) -> None:
    """RDF is recognised in each syntax; queries, pages and other JSON are not taken for it."""
    assert format_of(beginning).name == form
    assert (syntax_of(beginning) is not None) == (form == "rdf")


def test_a_packed_graph(tmp_path: Path, readings: Read) -> None:
    """A packed file is read as it is, and one that is cut gives what stands before."""
    case = Path(__file__).parent / "cases/dblp/source.nt"
    packed = tmp_path / "x.nt.gz"
    packed.write_bytes(gzip.compress(case.read_bytes()))
    assert [type(one) for one in readings(packed)] == [Record, Record]


def test_faults_end(tmp_path: Path, readings: Read) -> None:
    """Of thousands of malformed statements the first hundred are told."""
    wrong = tmp_path / "x.nt"
    good = '<http://x.org/a> <http://x.org/b> "c" .\n'
    wrong.write_text(good + '<http://x.org/a> <http://x.org/b c> "d" .\n' * 1000, encoding="utf-8")
    found = readings(wrong)
    assert len(found) == 100
    assert all(isinstance(one, Reject) for one in found)


def test_many_entities(tmp_path: Path, readings: Read) -> None:
    """A document type with hundreds of entities is refused."""
    names = "".join(f'<!ENTITY e{at} "http://x.org/{at}">' for at in range(200))
    page = tmp_path / "x.rdf"
    page.write_text(
        f'<!DOCTYPE rdf:RDF [{names}]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>',
        encoding="utf-8",
    )
    (reject,) = readings(page)
    assert isinstance(reject, Reject)
    assert "200 entities" in reject.reason


def test_a_large_graph_lies_on_disk(monkeypatch: pytest.MonkeyPatch, readings: Read) -> None:
    """A graph beyond the limit is kept on disk and read the same."""
    case = Path(__file__).parent / "cases/opencitations/source.ttl"
    before = readings(case)
    monkeypatch.setattr(loading, "MOST_IN_MEMORY", 1)
    monkeypatch.setattr(loading, "_BATCH", 3)
    assert readings(case) == before


def test_large_schema_org(monkeypatch: pytest.MonkeyPatch, readings: Read) -> None:
    """A document in schema.org's words that is too large for memory is refused with what to do."""
    monkeypatch.setattr(json_ld, "MOST_BYTES", 1)
    (reject,) = readings(Path(__file__).parent / "cases/schema-json-ld/source.jsonld")
    assert isinstance(reject, Reject)
    assert "jq" in reject.repair


def test_documents_behind_each_other(tmp_path: Path, readings: Read) -> None:
    """JSON-LD documents that stand behind each other, on several lines each, are all read."""
    one = '{"@context": "https://schema.org",\n "@type": "Book", "name": "Book %d", "author": "Beet, Ann"}\n'
    page = tmp_path / "x.jsonld"
    page.write_text(one % 1 + one % 2, encoding="utf-8")
    assert [one.title for one in readings(page) if isinstance(one, Record)] == ["Book 1", "Book 2"]


def test_large_json_ld_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readings: Read) -> None:
    """Another large document is read as the graph that it is."""
    page = tmp_path / "x.jsonld"
    context = '{"kg": "https://w3id.org/scholarkg/ontology#"}'
    page.write_text(
        f'{{"@context": {context},\n"@id": "http://x.org/1", "@type": "kg:Paper", "kg:title": "T"}}', encoding="utf-8"
    )
    (small,) = readings(page)
    monkeypatch.setattr(json_ld, "MOST_BYTES", 1)
    (large,) = readings(page)
    assert isinstance(small, Record)
    assert isinstance(large, Record)
    assert (small.title, large.title) == ("T", "T")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"@context": "https://schema.org", "x": ' + "[" * 100_000, "no JSON|brackets"),
        ('{"@context": {"@import": "https://x.org/c"}, "@id": "http://x.org/a"}', "is not fetched"),
        (
            '{"@context": {"a": "http://x.org/a"}, "@id": "http://x.org/a", "a": {"@context": "http://x.org/c"}}',
            "fetched",
        ),
        ('{"@context": {"a": 1}, "@id": "http://x.org/a", "a": 2}', ""),
        ('{"@context": "https://schema.org", "@graph": [', "no JSON"),
        ('{"@graph": [{"@id": "x"}, {"@id": "y', ""),
        ('{"@graph": [{"@type": "schema:Book"}]}', "no paper"),
        ('{"@context": {"@vocab": "https://schema.org/"}, "@type": "WebSite", "name": "x"}', "no paper"),
        ('{"@context": {"schema": "https://schema.org/"}, "@type": "Other", "name": "x"}', "no paper"),
    ],
)
def test_json_ld_that_says_nothing(text: str, told: str, tmp_path: Path, readings: Read) -> None:
    """JSON-LD that is broken, unknown or of other things is a reject with the reason."""
    page = tmp_path / "x.jsonld"
    page.write_text(text, encoding="utf-8")
    (reject,) = [one for one in readings(page) if isinstance(one, Reject)][:1]
    assert any(word in reject.reason for word in told.split("|"))


def test_the_sample_of_semopenalex(shared: Path, readings: Read) -> None:
    """Its work is read with three authors in order, and its ontologies describe no paper."""
    folder = shared / "samples/graphs"
    (record,) = readings(folder / "semopenalex-sample.trig.gz")
    assert isinstance(record, Record)
    assert record.authors == ("Christian Bizer", "Tom Heath", "Tim Berners-Lee")
    text = gzip.decompress((folder / "semopenalex-sample.trig.gz").read_bytes()).decode()
    own = text.partition("<https://semopenalex.org/work/W2015191210> a")[2].partition(" .\n")[0]
    cited = own.partition("ns3:cites")[2].partition(";")[0].count("<https://semopenalex.org/work/")
    assert len(record.references) == cited
    for name in ("fabio", "lpwc-ontology", "semopenalex-ontology"):
        (reject,) = readings(folder / f"{name}.ttl")
        assert isinstance(reject, Reject)
