"""VoID, the ledger file and build.json."""

import hashlib
import io
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.iris import DEFAULT_BASE, Minter
from kg.resolve.ledger import Ledger
from kg.store import TripleSpool
from kg.terms import BadIriError, integer, text
from kg.vocab import KG, PREFIXES, RDF
from kg.writers.build_json import public_argument, write_build_json
from kg.writers.ids import write_ids
from kg.writers.turtle import write_turtle
from kg.writers.void import About, modified_on, void_triples, write_void

MINT = Minter()
HEAD = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())


@pytest.fixture
def spool() -> TripleSpool:
    """Return a graph of three papers, two of them with a title."""
    graph = TripleSpool()
    for number in range(3):
        paper = MINT("paper", f"p-{number}")
        graph.add([(paper, RDF.type, KG.Paper), (paper, KG.authorCount, integer(number))])
        graph.add([(paper, KG.title, text(t)) for t in ("One", "Two")[:number]])
    graph.add([(MINT("paper", "p-0"), "<https://example.org/Own%20property>", text("x"))])
    return graph


def described(spool: TripleSpool, files: list[Path], about: About | None = None, base: str = DEFAULT_BASE) -> ox.Store:
    """Return the description of a graph in a store."""
    out = io.BytesIO()
    write_void(spool.counts(), files, out, base=base, about=about)
    store = ox.Store()
    store.load(out.getvalue(), format=ox.RdfFormat.TURTLE)
    assert not [q for q in store if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]
    return store


def select(store: ox.Store, columns: str, pattern: str) -> list[tuple[str, ...]]:
    """Return the rows of a pattern, as texts in order."""
    solutions = store.query(f"{HEAD} SELECT {columns} WHERE {{ {pattern} }}")
    assert isinstance(solutions, ox.QuerySolutions)
    return sorted(tuple(term.value for term in row if isinstance(term, ox.Literal | ox.NamedNode)) for row in solutions)


def test_counts_are_those_of_the_graph(spool: TripleSpool, tmp_path: Path) -> None:
    """Triples, subjects, classes, properties and each partition agree with SPARQL over the published file."""
    path = tmp_path / "graph.ttl"
    with path.open("wb") as out:
        write_turtle(spool.groups(), out, namespaces=spool.counts().namespaces, base=DEFAULT_BASE)
    graph = ox.Store()
    graph.load(path=str(path), format=ox.RdfFormat.TURTLE)
    void = described(spool, [path])
    numbers = "?d a dcat:Dataset ; void:triples ?t ; void:distinctSubjects ?s ; void:properties ?p ; void:classes 1"
    counted = "(COUNT(*) AS ?t) (COUNT(DISTINCT ?s) AS ?u) (COUNT(DISTINCT ?p) AS ?q)"
    assert select(void, "?t ?s ?p", numbers) == select(graph, counted, "?s ?p ?o")
    partitions = "?x void:property ?p ; void:triples ?t ; void:distinctSubjects ?s"
    by_query = "{ SELECT ?p (COUNT(*) AS ?t) (COUNT(DISTINCT ?s) AS ?u) { ?s ?p ?o } GROUP BY ?p }"
    assert select(void, "?p ?t ?s", partitions) == select(graph, "?p ?t ?u", by_query)
    assert select(void, "?n", "?x void:class kg:Paper ; void:entities ?n") == [("3",)]
    assert select(void, "?x", "?d void:exampleResource ?x") == [(f"{DEFAULT_BASE}id/paper/p-0",)]
    assert select(void, "?v", "?d void:vocabulary ?v") == [(PREFIXES["kg"],)]


def test_files_have_size_and_checksum(spool: TripleSpool, tmp_path: Path) -> None:
    """Each file of the graph is a distribution with media type, size and sha256; other files are none."""
    for name in ("graph.ttl", "graph.jsonld", "report.txt"):
        (tmp_path / name).write_text(name)
    void = described(spool, list(tmp_path.iterdir()), About(published_at="https://example.org/kg/"))
    rows = select(
        void,
        "?a ?b ?m ?u ?v",
        "?d dcat:distribution ?f . ?f dcterms:title ?a ; dcat:byteSize ?b ; dcat:mediaType ?m ; dcat:downloadURL ?u ;"
        " spdx:checksum ?c . ?c spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue ?v",
    )
    found = {name: (size, media, url, digest) for name, size, media, url, digest in rows}
    assert {name: (f[0], f[3]) for name, f in found.items()} == {
        name: (str(len(name)), hashlib.sha256(name.encode()).hexdigest()) for name in ("graph.ttl", "graph.jsonld")
    }
    assert found["graph.ttl"][1].endswith("/text/turtle")
    assert found["graph.ttl"][2] == "https://example.org/kg/graph.ttl"
    assert len(select(void, "?u", "?d void:dataDump ?u")) == 2


def test_only_what_was_given_is_said(spool: TripleSpool) -> None:
    """Licence and date stand there only if given, the date with the type that it has."""
    void = described(spool, [])
    assert select(void, "?x", "?d dcterms:license|dcterms:modified|dcat:distribution ?x") == []
    license_iri = "https://creativecommons.org/publicdomain/zero/1.0/"
    void = described(spool, [], About(license=license_iri, modified="2024-05-31"))
    assert select(void, "?x", "?d dcterms:license ?x") == [(license_iri,)]
    assert select(void, "?x", "?d dcterms:modified ?x FILTER(DATATYPE(?x) = xsd:date)") == [("2024-05-31",)]
    void = described(spool, [], About(modified="2024-05-31T00:00:00Z"), base="https://example.org/g#")
    dated = select(void, "?d", "?d dcterms:modified ?x FILTER(DATATYPE(?x) = xsd:dateTime)")
    assert dated == [("https://example.org/g#id/catalog/graph",)]
    with pytest.raises(BadIriError):
        list(void_triples(spool.counts(), [], base=DEFAULT_BASE, about=About(license="CC0")))


def test_an_empty_graph_is_described() -> None:
    """No triples, no example."""
    assert select(described(TripleSpool(), []), "?n", "?d void:triples ?n") == [("0",)]


def test_dates_come_from_the_user() -> None:
    """The date is the given one, else SOURCE_DATE_EPOCH's, else none; what is no date is refused."""
    assert modified_on(None, None) is None
    assert modified_on(None, "") is None
    assert modified_on("2024-05-31", "0") == "2024-05-31"
    assert modified_on("2024-05-31T10:00:00+02:00", None) == "2024-05-31T10:00:00+02:00"
    assert modified_on(None, "86400") == "1970-01-02T00:00:00Z"
    for wrong in ("2024-02-30", "2024-13-01T00:00:00Z", "yesterday", "20240531", "2024-W22-5", "2024-05-31T10:00:00"):
        with pytest.raises(UsageError, match="is no date"):
            modified_on(wrong, None)
    for wrong in ("now", "1" * 30):
        with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
            modified_on(None, wrong)


def test_the_ledger_is_read_back(tmp_path: Path) -> None:
    """What is written as ids.tsv is what the next build reads."""
    rows = [("doi-10.1__x", "a-title-0123abcd", 1), ("name-y", "name-y", 2)]
    with (tmp_path / "ids.tsv").open("wb") as out:
        write_ids(rows, out)
    assert list(Ledger.read(tmp_path / "ids.tsv").rows()) == rows


def test_build_json_names_no_folder_of_the_machine() -> None:
    """Times in UTC, versions, counts and sizes; absolute paths keep their last part only."""
    out = io.BytesIO()
    write_build_json(
        out,
        arguments=["build", "/home/me/pages", "--previous=/home/me/old", "-o", "output"],
        started=datetime(2024, 5, 31, 12, tzinfo=timezone(timedelta(hours=2))),
        seconds={"read": 1.23456},
        counts={"papers": 3},
        files={"graph.ttl": 10, "build.json": 1},
    )
    facts = msgspec.json.decode(out.getvalue())
    assert facts["arguments"] == ["build", "pages", "--previous=old", "-o", "output"]
    assert facts["started"] == datetime(2024, 5, 31, 10, tzinfo=UTC).isoformat()
    assert facts["seconds"] == {"read": 1.235}
    assert list(facts["files"]) == ["build.json", "graph.ttl"]
    assert facts["engines"]["pyoxigraph"] is not None


@pytest.mark.parametrize(
    ("argument", "public"),
    [
        (r"C:\Users\me\pages", "pages"),
        ("~/pages", "pages"),
        ("--base=https://example.org/", "--base=https://example.org/"),
        ("a/b", "a/b"),
        ("-", "-"),
    ],
)
def test_public_arguments(argument: str, public: str) -> None:
    """Absolute paths of any system are shortened, all else stays."""
    assert public_argument(argument) == public


def test_versions_may_be_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is not installed has no version."""
    monkeypatch.setattr("kg.writers.build_json._ENGINES", ("no-such-package-anywhere",))
    out = io.BytesIO()
    write_build_json(out, arguments=[], started=datetime.now(UTC), seconds={}, counts={}, files={})
    assert msgspec.json.decode(out.getvalue())["engines"] == {"no-such-package-anywhere": None}
