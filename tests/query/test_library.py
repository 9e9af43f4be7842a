"""The library as others see it: a catalogue in RDF, a page with examples."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, SH, Graph, Literal, Namespace, URIRef
from rdflib.plugins.sparql import prepareQuery

from kg.query import library, open_graph, query_names
from kg.query.catalog import NAMESPACE, catalog_turtle
from kg.query.named import LIBRARY, parse_query
from kg.query.page import SECTIONS, library_page
from kg.resources import resource

EXAMPLE_GRAPH = Path(__file__).parents[2] / "output" / "graph.ttl"
CATALOG = LIBRARY / "catalog.ttl"
KEYWORDS = URIRef("https://schema.org/keywords")
QUERY = Namespace(NAMESPACE)


@pytest.fixture(scope="module")
def catalog() -> Graph:
    """Return the catalogue with the prefixes that it points to."""
    return Graph().parse(CATALOG).parse(resource("ontology") / "prefixes.ttl")


def test_the_catalogue_is_current(golden: Callable[[Path, str], None]) -> None:
    """It says what the heads of the files say."""
    golden(CATALOG, catalog_turtle(library()))


def test_the_page_is_current(golden: Callable[[Path, str], None]) -> None:
    """It shows what the heads say and what the examples print."""
    golden(LIBRARY / "README.md", library_page(library(), open_graph(EXAMPLE_GRAPH)))


def test_the_links_of_the_page_lead_somewhere() -> None:
    """Files are there, and every query has its heading."""
    page = (LIBRARY / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", page):
        heading = f"\n### {target[1:]}\n" in page
        assert heading if target.startswith("#") else (LIBRARY / target).is_file(), target


def test_there_are_queries_of_each_kind() -> None:
    """At least 25 queries; the first keyword of each is its section, and no section is nearly empty."""
    first = [query.keywords[0] for query in library()]
    assert len(first) >= 25
    assert set(first) == set(SECTIONS)
    assert min(map(first.count, SECTIONS)) >= 5


def test_the_catalogue_has_every_query_once(catalog: Graph) -> None:
    """Title, description, keywords and prefixes are those of the file."""
    assert set(catalog.subjects(RDF.type, SH.SPARQLSelectExecutable)) == {QUERY[name] for name in query_names()}
    for query in library():
        entry = QUERY[query.name]
        assert (entry, RDF.type, SH.SPARQLExecutable) in catalog
        assert catalog.value(entry, DCTERMS.title) == Literal(query.title)
        assert catalog.value(entry, DCTERMS.description) == Literal(query.description)
        assert {str(word) for word in catalog.objects(entry, KEYWORDS)} == set(query.keywords)


def test_the_terms_of_the_catalogue_are_declared(catalog: Graph) -> None:
    """Predicates and classes stand in the list of external terms, and nothing is a blank node."""
    declared = (resource("ontology") / "external-terms.tsv").read_text(encoding="utf-8")
    entries = Graph().parse(CATALOG)
    used = {*map(str, entries.predicates()), *map(str, entries.objects(None, RDF.type))}
    assert sorted(iri for iri in used if f"\n{iri}\t" not in declared) == []
    assert all(isinstance(term, URIRef | Literal) for triple in entries for term in triple)
    assert set(entries.objects(None, SH.prefixes)) <= set(catalog.subjects(SH.declare))


def test_a_query_of_the_catalogue_gives_the_same_answer(catalog: Graph) -> None:
    """`sh:select` behind the declared prefixes is the query of the file."""
    declarations = [
        f"PREFIX {catalog.value(each, SH.prefix)}: <{catalog.value(each, SH.namespace)}>"
        for prefixes in set(catalog.objects(None, SH.prefixes))
        for each in catalog.objects(prefixes, SH.declare)
    ]
    graph = open_graph(EXAMPLE_GRAPH)
    for query in library():
        text = "\n".join([*declarations, str(catalog.value(QUERY[query.name], SH.select))])
        if query.endpoints:  # the engine below would ask them
            assert prepareQuery(text).algebra == prepareQuery(query.text).algebra
            required = {str(each) for each in catalog.objects(QUERY[query.name], DCTERMS.requires)}
            assert required == set(query.endpoints)
            continue
        rows = [tuple(row) for row in graph.store.query(text)]  # type: ignore[union-attr]
        assert rows == [tuple(row) for row in graph.store.query(query.text)]  # type: ignore[union-attr]


def test_awkward_texts_survive_the_catalogue() -> None:
    """Quotes and backslashes of titles and queries come back to the character."""
    select = 'SELECT ?x WHERE { ?x ?y """a \\" \\\\ b""" }\n'
    head = '# title: A "b" \\ c\n# description: It is.\n# keywords: quality\n'
    found = Graph().parse(data=catalog_turtle([parse_query("odd", head + "prefix a: <urn:a>\n" + select)]))
    assert str(found.value(QUERY.odd, SH.select)) == select
    assert str(found.value(QUERY.odd, DCTERMS.title)) == 'A "b" \\ c'
