"""Turtle, N-Triples and JSON-LD: what is read back is what was written."""

import io
import re

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.iris import DEFAULT_BASE, Minter, escape_key
from kg.store import TripleSpool
from kg.terms import Triple, boolean, decimal, integer, text, typed
from kg.vocab import KG, PREFIXES, RDF, XSD
from kg.writers.jsonld import write_jsonld
from kg.writers.ntriples import write_ntriples
from kg.writers.turtle import write_turtle

# rdflib 7.6 warns about its own JSON-LD reader.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

MINT = Minter()
PAPER = MINT("paper", "doi-10.1000__xyz")
AWKWARD = [
    'He said "no", then ""yes"" and """',
    "back\\slash \\n \\u0041 trailing \\",
    "line\nbreak\r\nand\rtab\t",
    "$L_\\infty$ and {braces} <tags> & @prefix a: <b> .",
    "emoji 👩‍👩‍👧 🇩🇪 \U0010fffd",
    "עברית \u202bright to left\u202c العربية \u061c\u200f",
    "".join(map(chr, range(1, 0x20))) + "\x7f\x80\x85\x9f\u2028\u2029\ufeff",
    "combining e\u0301 \u0301lone",
    "",
    "'",
    "\\",
    "'''",
    '"',
    "a" * 300_000,
    "\ue000\ufdd0\ufffd",
]


def written(triples: list[Triple], form: str, base: str = DEFAULT_BASE) -> bytes:
    """Return the bytes of a small graph in one of our forms."""
    spool, out = TripleSpool(), io.BytesIO()
    spool.add(triples)
    if form == "turtle":
        write_turtle(spool.groups(), out, namespaces=spool.counts().namespaces, base=base)
    elif form == "json-ld":
        write_jsonld(spool.groups(), out, base=base)
    else:
        write_ntriples(spool.groups(), out)
    return out.getvalue()


OXIGRAPH = {"turtle": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "json-ld": ox.RdfFormat.JSON_LD}
FORMS = list(OXIGRAPH)


def by_oxigraph(content: bytes, form: str) -> set[ox.Triple]:
    """Return the triples that pyoxigraph reads."""
    return {quad.triple for quad in ox.parse(content, format=OXIGRAPH[form])}


def by_rdflib(content: bytes, form: str) -> Graph:
    """Return the graph that rdflib reads."""
    return Graph().parse(data=content.decode(), format=form)


def assert_round_trip(triples: list[Triple], form: str, base: str = DEFAULT_BASE) -> None:
    """Both readers find exactly the triples that were written; plain N-Triples of them are the measure."""
    plain = "".join(f"{s} {p} {o} .\n" for s, p, o in triples).encode()
    content = written(triples, form, base)
    assert by_oxigraph(content, form) == by_oxigraph(plain, "nt")
    assert isomorphic(by_rdflib(content, form), by_rdflib(plain, "nt"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("title", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_titles_come_back_to_the_character(form: str, title: str) -> None:
    """Both readers give back any text: quotes, backslashes, controls, separators, emoji, right-to-left, long ones."""
    content = written([(PAPER, KG.title, text(title))], form)
    (triple,) = by_oxigraph(content, form)
    assert isinstance(triple.object, ox.Literal)
    assert triple.object.value == title
    assert [str(value) for value in by_rdflib(content, form).objects()] == [title]


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
KEYS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12).map(escape_key)
IRIS = st.builds(MINT, st.sampled_from(["paper", "authorship", "category", "odd"]), KEYS) | st.sampled_from(
    [
        "<https://e.org/%20/..>",
        "<https://e.org/a?b=c,d;e&f#g(h)'i~!*>",
        "<https://w3id.org/scholarkg/id/paper/>",
        "<https://w3id.org/scholarkg/id/paper/..>",
        "<https://w3id.org/scholarkg/id/paper/a.>",
        "<https://w3id.org/scholarkg/id/paper/a:b>",
        "<https://é.org/ü#>",
        "<doi:10.1/x>",
        "<kg:x>",
        "<title:x>",
        "<urn:x>",
        KG.Paper,
        RDF.type,
    ]
)
LITERALS = st.one_of(
    TEXTS.map(text),
    st.builds(lambda value, tag: text(value) + tag, TEXTS, st.sampled_from(["@en", "@de-at"])),
    st.integers().map(integer),
    st.booleans().map(boolean),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(decimal),
    st.builds(typed, st.from_regex(r"-?[0-9]{4}(-[0-9]{2})?", fullmatch=True), st.sampled_from([XSD.gYearMonth])),
    st.sampled_from(
        [
            typed("05", XSD.integer),
            typed("+5", XSD.integer),
            typed("1.50", XSD.decimal),
            typed("-0.0", XSD.decimal),
            typed("1", XSD.boolean),
            typed("--05-31", XSD.gMonthDay),
            typed("2024-05-31", XSD.date),
            typed("9" * 30, XSD.integer),
            typed("x y", "<urn:my-type>"),
        ]
    ),
)
PREDICATES = st.sampled_from(
    [RDF.type, KG.title, KG.category, KG.position, KG.codeReported, "<urn:p>", "<http://e.org/p#>"]
)
GRAPHS = st.lists(st.tuples(IRIS, PREDICATES, IRIS | LITERALS), max_size=12)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graph=GRAPHS)
@example(graph=[(PAPER, RDF.type, text("a literal type"))])
def test_any_graph_comes_back(form: str, graph: list[Triple]) -> None:
    """Graphs of any terms are isomorphic after a round trip through rdflib and through pyoxigraph."""
    assert_round_trip(graph, form)


@pytest.mark.parametrize("base", ["https://example.org/", "https://example.org/g#", "http://localhost:8000/a/b/"])
@pytest.mark.parametrize("form", FORMS)
def test_any_base_comes_back(form: str, base: str) -> None:
    """A base of one's own, with a slash or hash at its end, works like ours."""
    mint = Minter(base)
    paper = mint("paper", "a.b-1")
    assert_round_trip([(paper, RDF.type, KG.Paper), (paper, KG.author, mint("person", "name-x_e9"))], form, base)


def example_paper() -> list[Triple]:
    """Return a paper with what makes Turtle worth reading."""
    person = MINT("person", "name-jane-roe")
    return [
        (PAPER, RDF.type, KG.Paper),
        (PAPER, KG.title, text('On "sets"')),
        (PAPER, KG.authorCount, integer(2)),
        (PAPER, KG.codeReported, boolean(value=True)),
        (PAPER, KG.publishedOn, typed("2024-05", XSD.gYearMonth)),
        (PAPER, KG.author, MINT("person", "name-ann-bee")),
        (PAPER, KG.author, person),
        (PAPER, KG.code, "<https://github.com/a/b>"),
        *((PAPER, KG.hasAuthorship, MINT("authorship", f"a-title-of-many-words-1f3a-{n}")) for n in (1, 2, 10)),
        (person, RDF.type, KG.Person),
        (person, KG.name, text("Jane Roe")),
        ("<https://example.org/other>", KG.name, text("no type")),
    ]


def test_turtle_is_readable() -> None:
    """Prefixes in use, a comment a section, subjects apart, one predicate a line, short numbers and booleans."""
    assert written(example_paper(), "turtle").decode() == (
        """\
@prefix kg: <https://w3id.org/scholarkg/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix authorship: <https://w3id.org/scholarkg/id/authorship/> .
@prefix paper: <https://w3id.org/scholarkg/id/paper/> .
@prefix person: <https://w3id.org/scholarkg/id/person/> .

# Papers

paper:doi-10.1000__xyz a kg:Paper ;
    kg:author person:name-ann-bee, person:name-jane-roe ;
    kg:authorCount 2 ;
    kg:code <https://github.com/a/b> ;
    kg:codeReported true ;
    kg:hasAuthorship
        authorship:a-title-of-many-words-1f3a-1 ,
        authorship:a-title-of-many-words-1f3a-2 ,
        authorship:a-title-of-many-words-1f3a-10 ;
    kg:publishedOn "2024-05"^^xsd:gYearMonth ;
    kg:title "On \\"sets\\"" .

# Persons

person:name-jane-roe a kg:Person ;
    kg:name "Jane Roe" .

# Others

<https://example.org/other>
    kg:name "no type" .
"""
    )


def test_json_ld_is_readable() -> None:
    """Short keys, relative IRIs, a node a line, native numbers and booleans; no lists, no blank nodes."""
    lines = written(example_paper(), "json-ld").decode().splitlines()
    start = lines.index('  "@graph": [')
    assert lines[:4] == [
        "{",
        '  "@context": {',
        '    "@version": 1.1,',
        '    "@base": "https://w3id.org/scholarkg/id/",',
    ]
    assert lines[start + 1 :] == [
        (
            '{"id":"paper/doi-10.1000__xyz","type":"Paper","author":["person/name-ann-bee","person/name-jane-roe"],'
            '"authorCount":2,"code":"https://github.com/a/b","codeReported":true,"hasAuthorship":'
            '["authorship/a-title-of-many-words-1f3a-1","authorship/a-title-of-many-words-1f3a-2",'
            '"authorship/a-title-of-many-words-1f3a-10"],'
            '"publishedOn":{"@value":"2024-05","@type":"xsd:gYearMonth"},"title":"On \\"sets\\""},'
        ),
        '{"id":"person/name-jane-roe","type":"Person","name":"Jane Roe"},',
        '{"id":"https://example.org/other","name":"no type"}',
        "  ]",
        "}",
    ]


def test_json_ld_relies_on_the_context_for_types() -> None:
    """A value of the type that the context gives to its key is a bare text; any other bears its type."""
    triples = [
        (PAPER, KG.publishedFrom, typed("2024-05-31", XSD.date)),
        (PAPER, KG.publishedUntil, typed("2024", XSD.gYear)),
        (PAPER, KG.authorCount, text("two")),
        (PAPER, KG.category, text("no IRI")),
    ]
    assert_round_trip(triples, "json-ld")
    content = written(triples, "json-ld").decode()
    assert '"publishedFrom":"2024-05-31","publishedUntil":{"@value":"2024","@type":"xsd:gYear"}' in content


def test_json_ld_keeps_iris_that_look_like_short_names() -> None:
    """`title:x` and `kg:x` are IRIs of other people here, not names of the context."""
    triples = [
        (PAPER, KG.code, "<kg:x>"),
        (PAPER, KG.code, "<title:x>"),
        (PAPER, KG.title, text("T")),
        ("<doi:10.1/x>", RDF.type, KG.Paper),
    ]
    assert_round_trip(triples, "json-ld")


def test_an_empty_graph_is_an_empty_file() -> None:
    """No triples, no prefixes; JSON-LD still has its context."""
    assert by_oxigraph(written([], "json-ld"), "json-ld") == set()
    assert written([], "turtle") == b""
    assert written([], "nt") == b""


def test_unseen_characters_are_escaped_in_turtle() -> None:
    """What an editor would hide, reorder or break a line at is written as an escape; joiners of emoji stay."""
    content = written([(PAPER, KG.title, text("a\x85b\u202ec👩\u200d👧"))], "turtle").decode()
    assert '"a\\u0085b\\u202Ec👩\u200d👧"' in content


def test_ntriples_has_one_line_a_triple() -> None:
    """Each line is a triple with single blanks and a full stop."""
    lines = written(example_paper(), "nt").decode().splitlines()
    assert len(lines) == len(example_paper())
    assert all(re.fullmatch(r'<\S+> <\S+> (<\S+>|".*"\S*) \.', line) for line in lines)


def test_the_string_type_is_not_written() -> None:
    """RDF 1.1 has one term for a string with and without its type; rdflib has two, so only the short one is written."""
    content = written([(PAPER, KG.title, typed("a", XSD.string))], "turtle").decode()
    assert content.endswith('kg:title "a" .\n')
    assert "xsd" not in content


def test_large_graphs_are_streamed() -> None:
    """Turtle leaves in chunks, not as one text."""
    sizes: list[int] = []

    class Sink(io.BytesIO):
        def write(self, chunk: bytes) -> int:  # type: ignore[override]
            sizes.append(len(chunk))
            return sizes[-1]

    spool = TripleSpool()
    spool.add((MINT("paper", f"p-{n}"), KG.title, text("t" * 1000)) for n in range(400))
    write_turtle(spool.groups(), Sink(), namespaces=set(PREFIXES.values()), base=DEFAULT_BASE)
    assert len(sizes) > 5
    assert max(sizes) < 100_000


def test_the_cache_of_terms_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A graph of more terms than the cache holds is written the same."""
    graph = example_paper()
    before = written(graph, "turtle")
    monkeypatch.setattr("kg.writers.turtle._CACHE_LIMIT", 2)
    assert written(graph, "turtle") == before
