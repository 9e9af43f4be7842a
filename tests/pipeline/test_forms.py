"""Every form of a graph: what rdflib and pyoxigraph read back is what was written."""

import io
import json
from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from kg.iris import DEFAULT_BASE, Minter, escape_key
from kg.pipeline.forms import FORMS, NAMING_GRAPHS, FormWriter
from kg.store import Quad, QuadSpool, TripleSpool
from kg.terms import Triple, boolean, decimal, integer, text, typed
from kg.vocab import KG, RDF, XSD
from kg.writers.rdfxml import LeftOut

# rdflib 7.6 warns about its own JSON-LD reader.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

MINT = Minter()
PAPER, PERSON, SOURCE = MINT("paper", "a"), MINT("person", "name-x"), MINT("source", "00ff")
AWKWARD = [
    'He said "no", then ""yes"" and """',
    "back\\slash \\n \\u0041 trailing \\",
    "line\nbreak\r\nand\rtab\t",
    "]]> & <b> &amp; &#13; <!-- -->",
    "$L_\\infty$ {x} <y> @prefix a: <b> . _:b",
    "emoji 👩‍👩‍👧 \U0010fffd",
    "עברית \u202bleft\u202c \u061c\u200f\u2028\u2029\x85\x9f\ufeff",
    "combining e\u0301 \u0301lone",
    "",
    " ",
    " \n\t",
    "a" * 100_000,
]
SYNTAX = {
    "ttl": ("turtle", ox.RdfFormat.TURTLE),
    "nt": ("nt", ox.RdfFormat.N_TRIPLES),
    "nq": ("nquads", ox.RdfFormat.N_QUADS),
    "trig": ("trig", ox.RdfFormat.TRIG),
    "rdfxml": ("xml", ox.RdfFormat.RDF_XML),
    "jsonld": ("json-ld", ox.RdfFormat.JSON_LD),
    "jsonl": ("json-ld", ox.RdfFormat.JSON_LD),
    "jsonld-framed": ("json-ld", ox.RdfFormat.JSON_LD),
}

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
KEYS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=6).map(escape_key)
THINGS = st.builds(MINT, st.sampled_from(["paper", "authorship", "person", "record", "odd"]), KEYS) | st.sampled_from(
    [
        PAPER,
        PERSON,
        MINT("authorship", "a-1"),
        MINT("record", "00ff-1"),
        MINT("conflict", "0"),
        "<https://e.org/a?b=c,d;e&f#g(h)'i~!*>",
        "<https://w3id.org/scholarkg/id/paper/>",
        "<https://é.org/ü#>",
        "<doi:10.1/x>",
        "<title:x>",
        "<records:x>",
        "<id:x>",
        "<type:x>",
        "<urn:x>",
    ]
)
LITERALS = st.one_of(
    TEXTS.map(text),
    st.sampled_from(AWKWARD[:-1]).map(text),
    st.builds(lambda value, tag: text(value) + tag, TEXTS, st.sampled_from(["@en", "@de-at"])),
    st.integers(-(10**20), 10**20).map(integer),
    st.booleans().map(boolean),
    st.decimals(-(10**6), 10**6, places=3).map(decimal),
    st.sampled_from([typed("2024-05", XSD.gYearMonth), typed("x", "<https://e.org/type#t>")]),
)
PREDICATES = st.sampled_from(
    [KG.title, KG.position, KG.agent, KG.hasAuthorship, KG.recordOf, KG.about, KG.code, "<https://e.org/p>", "<urn:p>"]
)
CLASSES = st.sampled_from([KG.Paper, KG.Authorship, KG.Person, KG.Record, KG.Conflict, KG.Inference, "<urn:C>"])
TRIPLES = st.lists(
    st.tuples(THINGS, PREDICATES, THINGS | LITERALS) | st.tuples(THINGS, st.just(RDF.type), CLASSES), max_size=12
)


def written(
    form: str, triples: Iterable[Triple], quads: Iterable[Quad] = (), base: str = DEFAULT_BASE
) -> tuple[bytes, list[LeftOut]]:
    """Return the bytes of a small graph, and what the form could not hold."""
    spool, named, out, left = TripleSpool(), QuadSpool(), io.BytesIO(), list[LeftOut]()
    spool.add(triples)
    named.add(quads)
    FormWriter(spool, named, base=base, on_left_out=left.append).write(form, out)
    return out.getvalue(), left


def documents(content: bytes, form: str) -> list[bytes]:
    """Return what a reader takes at a time: a line of JSON-LD lines, else the whole."""
    return content.splitlines() if form == "jsonl" else [content]


def by_oxigraph(content: bytes, form: str) -> set[str]:
    """Return the statements that pyoxigraph reads, as N-Quads."""
    return {str(quad) for part in documents(content, form) for quad in ox.parse(part, format=SYNTAX[form][1])}


def by_rdflib(content: bytes, form: str) -> Graph:
    """Return the default graph that rdflib reads."""
    graph = Dataset().default_graph if form in NAMING_GRAPHS else Graph()
    for part in documents(content, form):
        graph.parse(data=part.decode(), format=SYNTAX[form][0])
    return graph


def plain(triples: Iterable[Triple]) -> bytes:
    """Return triples as N-Triples, without any writer of ours."""
    return "".join(f"{s} {p} {o} .\n" for s, p, o in triples).encode()


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(triples=TRIPLES)
def test_round_trip(form: str, triples: list[Triple]) -> None:
    """Both readers find what was written, but for what the form says it left out."""
    content, left = written(form, triples)
    kept = [triple for triple in triples if triple not in {row.triple for row in left}]
    assert by_oxigraph(content, form) == by_oxigraph(plain(kept), "nt")
    assert isomorphic(by_rdflib(content, form), by_rdflib(plain(kept), "nt"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("title", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_titles(form: str, title: str) -> None:
    """Both readers give back a text to the character."""
    content, left = written(form, [(PAPER, KG.title, text(title))])
    assert not left
    assert by_oxigraph(content, form) == {f"{PAPER} {KG.title} {text(title)}"}
    assert [str(value) for value in by_rdflib(content, form).objects()] == [title]


@pytest.mark.parametrize("form", FORMS)
def test_blank_nodes(form: str) -> None:
    """Blank nodes of other people's graphs keep their statements, as subject, value and class."""
    triples = [
        ("_:c14n0", KG.agent, "_:c14n1"),
        ("_:c14n1", RDF.type, "_:c14n2"),
        (PAPER, "<https://e.org/p>", "_:c14n0"),
        (PAPER, KG.title, text("_:c14n0")),
        ("<doi:10/x>", KG.agent, "_:c14n0"),
    ]
    content, _ = written(form, triples)
    if form != "jsonl":  # there each line is a document, and so a scope of names, of its own
        assert isomorphic(by_rdflib(content, form), by_rdflib(plain(triples), "nt"))
    assert by_oxigraph(content, form) == by_oxigraph(plain(triples), "nt")


QUADS = st.lists(
    st.tuples(THINGS, PREDICATES, THINGS | LITERALS, st.sampled_from([SOURCE, "<urn:g>", MINT("source", "a0-10")])),
    max_size=10,
)


@pytest.mark.parametrize("form", sorted(NAMING_GRAPHS))
@settings(max_examples=40, deadline=None)
@given(triples=TRIPLES, quads=QUADS)
def test_named_graphs(form: str, triples: list[Triple], quads: list[Quad]) -> None:
    """Named graphs come back under their names, and leave the default graph as it was."""
    content, _ = written(form, triples, quads)
    lines = plain(triples) + "".join(f"{s} {p} {o} {g} .\n" for s, p, o, g in quads).encode()
    assert by_oxigraph(content, form) == by_oxigraph(lines, "nq")
    read = Dataset()
    read.parse(data=content.decode(), format=SYNTAX[form][0])
    expected = Dataset()
    expected.parse(data=lines.decode(), format="nquads")
    for name in {*(graph.identifier for graph in (*read.graphs(), *expected.graphs()))}:
        assert isomorphic(read.graph(name), expected.graph(name))


def test_default_graph_is_the_turtle_file() -> None:
    """In TriG and N-Quads the default graph stands as in the forms without named graphs."""
    triples = [(PAPER, RDF.type, KG.Paper), (PAPER, KG.title, text("A"))]
    quads = [(*triples[0], SOURCE), (*triples[1], SOURCE)]
    turtle, _ = written("ttl", triples)
    trig, _ = written("trig", triples, quads)
    lines, _ = written("nq", triples, quads)
    assert turtle.partition(b"\n\n")[2] in trig
    assert lines.startswith(written("nt", triples)[0])
    assert trig.decode().partition("source:00ff {\n")[2] == (
        '    # Papers\n\n    paper:a a kg:Paper ;\n        kg:title "A" .\n}\n'
    )


@pytest.mark.parametrize("form", FORMS)
def test_order_of_input_does_not_matter(form: str) -> None:
    """The same statements in another order, some twice, give the same bytes."""
    triples = [(MINT("paper", f"p-{i}"), KG.title, text(str(i))) for i in range(12)]
    quads = [(*triple, MINT("source", f"{i % 3}")) for i, triple in enumerate(triples)]
    assert written(form, triples, quads) == written(form, triples[::-1] * 2, quads[::-1] * 2)


@pytest.mark.parametrize("form", FORMS)
def test_empty_graph(form: str) -> None:
    """A graph without statements is a valid file of each form."""
    content, left = written(form, [])
    assert by_oxigraph(content, form) == set()
    assert not left


@pytest.mark.parametrize(
    ("triple", "reason"),
    [
        ((PAPER, KG.title, text("a\x01b")), "control"),
        ((PAPER, KG.title, text("a\ufffe")), "control"),
        ((PAPER, KG.title, typed("x", "<urn:\ufffe>")), "control"),
        ((PAPER, "<https://e.org/123>", text("x")), "XML name"),
        ((PAPER, "<https://e.org/p/>", text("x")), "XML name"),
        ((PAPER, RDF.type[:-5] + "li>", text("x")), "XML name"),
        ((PAPER, "<http://www.w3.org/2000/xmlns/x>", text("x")), "XML name"),
        (("<urn:\ufffe>", KG.title, text("x")), "control"),
        ((PAPER, KG.agent, "<urn:\ufffe>"), "control"),
    ],
)
def test_rdfxml_tells_what_it_cannot_hold(triple: Triple, reason: str) -> None:
    """A triple that XML cannot hold is told with its reason, all others are written."""
    other = (PERSON, KG.name, text("X"))
    content, left = written("rdfxml", [triple, other])
    assert [row.triple for row in left] == [triple]
    assert reason in left[0].reason
    assert by_oxigraph(content, "rdfxml") == by_oxigraph(plain([other]), "nt")


def test_rdfxml_names() -> None:
    """A class is an element, other people's properties declare their namespace, a typed thing without more is empty."""
    triples = [
        (PAPER, RDF.type, KG.Paper),
        (PAPER, "<https://e.org/x?y&z=ab>", PERSON),
        (PERSON, RDF.type, "<urn:C>"),
        (SOURCE, RDF.type, KG.SourceDocument),
    ]
    content, _ = written("rdfxml", triples)
    assert b'<ns:ab xmlns:ns="https://e.org/x?y&amp;z=" rdf:resource=' in content
    assert f'<kg:SourceDocument rdf:about="{SOURCE[1:-1]}"/>'.encode() in content
    assert b"<rdf:Description rdf:about=" in content
    assert by_oxigraph(content, "rdfxml") == by_oxigraph(plain(triples), "nt")


def nested() -> list[Triple]:
    """Return a paper with an authorship, a person, a record and a conflict, and a category that is no part of it."""
    authorship, record, conflict = MINT("authorship", "a-1"), MINT("record", "00ff-1"), MINT("conflict", "0")
    category = MINT("category", "arxiv-cs")
    return [
        (PAPER, RDF.type, KG.Paper),
        (PAPER, KG.title, text("A")),
        (PAPER, KG.author, PERSON),
        (PAPER, KG.hasAuthorship, authorship),
        (PAPER, KG.category, category),
        (category, RDF.type, KG.Category),
        (authorship, RDF.type, KG.Authorship),
        (authorship, KG.agent, PERSON),
        (PERSON, RDF.type, KG.Person),
        (PERSON, KG.name, text("X")),
        (record, RDF.type, KG.Record),
        (record, KG.recordOf, PAPER),
        (conflict, RDF.type, KG.Conflict),
        (conflict, KG.about, PAPER),
    ]


@pytest.mark.parametrize("form", ["jsonl", "jsonld-framed"])
def test_paper_with_its_parts(form: str) -> None:
    """A paper holds its authorships with the agents, its records and conflicts; what is no part of it follows."""
    content, _ = written(form, nested())
    objects = json.loads(content)["@graph"] if form == "jsonld-framed" else list(map(json.loads, content.splitlines()))
    paper, category = objects
    assert paper["hasAuthorship"] == [
        {
            "id": "authorship/a-1",
            "type": "Authorship",
            "agent": {"id": "person/name-x", "type": "Person", "name": "X"},
        }
    ]
    assert paper["author"] == ["person/name-x"]
    assert paper["records"] == [{"id": "record/00ff-1", "type": "Record"}]
    assert paper["conflicts"] == [{"id": "conflict/0", "type": "Conflict"}]
    assert category["type"] == "Category"


def test_line_has_the_context_that_it_needs() -> None:
    """A line of JSON-LD lines can be read alone and declares nothing else."""
    content, _ = written("jsonl", nested())
    context = json.loads(content.splitlines()[1])["@context"]
    assert list(context) == ["@version", "@base", "id", "type", "kg", "Category"]


def test_parts_that_cannot_stand_inside() -> None:
    """A part whose IRI would be read as a short name, and a paper that is its own part, are named by their IRIs."""
    clash = "<title:x>"
    triples = [
        (PAPER, RDF.type, KG.Paper),
        (PAPER, KG.hasAuthorship, MINT("authorship", "a-1")),
        (PAPER, KG.code, PAPER),
        (MINT("authorship", "a-1"), KG.agent, MINT("authorship", "a-2")),
        (MINT("authorship", "a-2"), KG.agent, MINT("authorship", "a-1")),
        (MINT("authorship", "a-2"), KG.hasAuthorship, "<urn:x>"),
        ("<urn:x>", KG.name, clash),
        (MINT("record", "r-1"), RDF.type, KG.Record),
        (MINT("record", "r-1"), KG.recordOf, PAPER),
        (MINT("record", "r-1"), "<https://e.org/p>", clash),
    ]
    content, _ = written("jsonld-framed", triples)
    assert by_oxigraph(content, "jsonld-framed") == by_oxigraph(plain(triples), "nt")
    assert by_oxigraph(written("jsonl", triples)[0], "jsonl") == by_oxigraph(plain(triples), "nt")
