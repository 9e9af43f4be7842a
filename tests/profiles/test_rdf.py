"""What the four RDF profiles have in common, read back by rdflib: closed vocabulary, IRIs only, the right values."""

import csv
import io
from collections.abc import Callable

import pytest
from msgspec import structs
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, BNode, Graph, Literal, URIRef

from kg.profiles import PROFILES, Entry
from kg.resources import resource

RDF_PROFILES = ("schema-org", "spar", "skg-if", "dublin-core")
LANGUAGE_OF = {"skg-if": {"en", "de", "fr"}}
TITLES = {
    "schema-org": "https://schema.org/headline",
    "spar": "http://purl.org/dc/terms/title",
    "skg-if": "http://purl.org/dc/terms/title",
    "dublin-core": "http://purl.org/dc/terms/title",
}
ABSTRACTS = {name: TITLES[name].replace("title", "abstract").replace("headline", "abstract") for name in RDF_PROFILES}
NAMES = dict.fromkeys(RDF_PROFILES, "http://xmlns.com/foaf/0.1/name") | {"schema-org": "https://schema.org/name"}
GIVEN = dict.fromkeys(RDF_PROFILES, "http://xmlns.com/foaf/0.1/givenName") | {
    "schema-org": "https://schema.org/givenName"
}
SCHEMES = ("http://purl.org/spar/datacite/", "http://purl.org/spar/pro/")


@pytest.fixture(scope="module")
def graphs(everything: list[Entry], graph_of: Callable[..., Graph]) -> dict[str, Graph]:
    """Return the graph of each profile."""
    return {name: graph_of(name, *everything) for name in RDF_PROFILES}


@pytest.fixture(scope="module")
def listed() -> set[str]:
    """Return the external terms that may be used."""
    with (resource("ontology") / "external-terms.tsv").open(encoding="utf-8", newline="") as rows:
        return {row["iri"] for row in csv.DictReader(rows, delimiter="\t")}


@pytest.mark.parametrize("name", RDF_PROFILES)
def test_closed_vocabulary(name: str, graphs: dict[str, Graph], listed: set[str]) -> None:
    """Every predicate, class, datatype and individual is a listed term."""
    graph = graphs[name]
    used = {str(p) for p in graph.predicates()} | {str(o) for o in graph.objects(None, RDF.type)}
    used |= {str(o.datatype) for o in graph.objects() if isinstance(o, Literal) and o.datatype}
    used |= {str(o) for o in graph.objects() if isinstance(o, URIRef) and str(o).startswith(SCHEMES)}
    assert used <= listed, used - listed


@pytest.mark.parametrize("name", RDF_PROFILES)
def test_no_blank_nodes(name: str, graphs: dict[str, Graph]) -> None:
    """Every node has an IRI."""
    assert not [term for triple in graphs[name] for term in triple if isinstance(term, BNode)]


@pytest.mark.parametrize("name", RDF_PROFILES)
def test_texts(name: str, everything: list[Entry], graphs: dict[str, Graph]) -> None:
    """Titles and abstracts come back to the character, names of agents too."""
    graph = graphs[name]
    for entry in everything:
        paper = URIRef(entry.iri)
        titles = {title for _, title in entry.translated_titles} if name == "skg-if" else set()
        expected = titles | ({entry.title} if entry.title is not None else set())
        assert {str(one) for one in graph.objects(paper, URIRef(TITLES[name]))} == expected
        if entry.title is not None or name != "schema-org":
            abstracts = {str(one) for one in graph.objects(paper, URIRef(ABSTRACTS[name]))}
            assert abstracts == ({entry.abstract} if entry.abstract is not None else set())
            for author in entry.authors:
                agent = URIRef(author.agent.iri)
                assert str(graph.value(agent, URIRef(NAMES[name]))) == author.agent.name
                given = graph.value(agent, URIRef(GIVEN[name]))
                assert (None if given is None else str(given)) == author.agent.given


@pytest.mark.parametrize("name", ["spar", "dublin-core"])
def test_engines_agree(
    name: str, everything: list[Entry], graphs: dict[str, Graph], written: Callable[..., bytes]
) -> None:
    """The other engine reads as many triples."""
    exported = written(PROFILES[name], *everything)
    assert len(set(parse(io.BytesIO(exported), RdfFormat.TURTLE))) == len(graphs[name])


def test_fragments_once(rich: Entry, graph_of: Callable[..., Graph]) -> None:
    """Parts of a paper whose IRI has a fragment already are a step more, not a second fragment."""
    for name in RDF_PROFILES:
        graph = graph_of(name, structs.replace(rich, iri="https://example.org/kg#paper"))
        assert not [term for triple in graph for term in triple if isinstance(term, URIRef) and term.count("#") > 1]
