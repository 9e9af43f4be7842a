"""Dublin Core, read back by rdflib."""

from collections.abc import Callable

import pytest
from msgspec import structs
from rdflib import DCTERMS, XSD, Graph, Literal, URIRef

from kg.profiles import Entry
from kg.profiles.dublin_core import citation
from kg.profiles.entry import Venue


@pytest.fixture(scope="module")
def graph(everything: list[Entry], graph_of: Callable[..., Graph]) -> Graph:
    """Return the export."""
    return graph_of("dublin-core", *everything)


def test_fields(everything: list[Entry], graph: Graph) -> None:
    """Creators, dates, subjects, identifiers, references and licences come back."""
    for entry in everything:
        paper = URIRef(entry.iri)
        assert set(graph.objects(paper, DCTERMS.creator)) == {URIRef(author.agent.iri) for author in entry.authors}
        issued = [str(one) for one in graph.objects(paper, DCTERMS.issued)]
        ranged = ["/".join(entry.date_range)] if entry.date_range else []
        assert issued == ([entry.date] if entry.date and not entry.date.startswith("--") else ranged)
        subjects = {str(one) for one in graph.objects(paper, DCTERMS.subject)}
        assert subjects == {category.iri for category in entry.categories} | set(entry.keywords)
        identifiers = {str(one) for one in graph.objects(paper, DCTERMS.identifier)}
        assert {f"{scheme}:{value}" for scheme, value in entry.identifiers} <= identifiers
        cited = {str(one) for one in graph.objects(paper, DCTERMS.references)}
        assert cited == {*entry.cites, *entry.cites_external, *entry.references}
        assert {str(one) for one in graph.objects(paper, DCTERMS.license)} == set(entry.licenses)


def test_dates_have_types(everything: list[Entry], graph: Graph) -> None:
    """A date without year is an xsd:gMonthDay, others have the datatype of their precision."""
    for entry in everything:
        predicate = DCTERMS.date if entry.date and entry.date.startswith("--") else DCTERMS.issued
        if entry.date is not None:
            value = graph.value(URIRef(entry.iri), predicate)
            assert isinstance(value, Literal)
            types = {4: XSD.gYear, 10: XSD.date}
            months = XSD.gMonthDay if entry.date.startswith("--") else XSD.gYearMonth
            assert value.datatype == types.get(len(entry.date), months)


def test_citation(rich: Entry, bare: Entry) -> None:
    """The citation has what RDF has no order or term for."""
    assert citation(rich) == (
        "Joris van der Hoeven, LIGO and Virgo, Collaboration, Daiki Chijiwa et al. (2021). "
        f"{rich.title}. Journal of R&D, 12(3), 101–110."
    )
    assert citation(structs.replace(bare, title="A Title.")) == "A Title."


def test_printed_venue(rich: Entry, graph_of: Callable[..., Graph]) -> None:
    """A venue of which only the name is known is a text."""
    graph = graph_of("dublin-core", structs.replace(rich, venue=Venue(name="Some Workshop")))
    assert graph.value(URIRef(rich.iri), DCTERMS.isPartOf) == Literal("Some Workshop")
