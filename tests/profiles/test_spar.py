"""SPAR: exactly the published terms, used as their ontologies allow."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef

from kg.profiles import Entry

FABIO = Namespace("http://purl.org/spar/fabio/")
PRO = Namespace("http://purl.org/spar/pro/")
PRISM = Namespace("http://prismstandard.org/namespaces/basic/2.0/")
FRBR = Namespace("http://purl.org/vocab/frbr/core#")
DATACITE = Namespace("http://purl.org/spar/datacite/")
LITERAL = Namespace("http://www.essepuntato.it/2010/06/literalreification/")
CO = Namespace("http://purl.org/co/")


@pytest.fixture(scope="module")
def graph(everything: list[Entry], graph_of: Callable[..., Graph]) -> Graph:
    """Return the export."""
    return graph_of("spar", *everything)


def test_authors_in_order(everything: list[Entry], graph: Graph) -> None:
    """A role for each author, held by the agent, with its place; editors have roles too."""
    for entry in everything:
        paper = URIRef(entry.iri)
        roles = set(graph.objects(paper, PRO.isDocumentContextFor))
        held = {
            int(str(graph.value(role, CO["index"]))): str(graph.value(role, PRO.isHeldBy))
            for role in roles
            if (role, PRO.withRole, PRO.author) in graph
        }
        assert [held[place] for place in sorted(held)] == [author.agent.iri for author in entry.authors]
        editors = {graph.value(role, PRO.isHeldBy) for role in roles if (role, PRO.withRole, PRO.editor) in graph}
        assert editors == {URIRef(editor.iri) for editor in entry.editors}
        assert set(graph.objects(paper, DCTERMS.creator)) == {URIRef(author.agent.iri) for author in entry.authors}


def test_identifiers_belong_to_one(rich: Entry, graph: Graph) -> None:
    """`datacite:hasIdentifier` is inverse-functional: no node identifies two things; schemes are individuals."""
    owners = Counter(node for _, node in graph.subject_objects(DATACITE.hasIdentifier))
    assert set(owners.values()) == {1}
    for node in owners:
        assert len(set(graph.objects(node, LITERAL.hasLiteralValue))) == 1
        (scheme,) = graph.objects(node, DATACITE.usesIdentifierScheme)
        assert (None, RDF.type, scheme) not in graph
        assert (None, scheme, None) not in graph
    version = URIRef(rich.versions[0].iri)
    assert values(graph, version) == {("arxiv", "2103.00001")}
    assert values(graph, URIRef(rich.iri)) == {
        ("doi", "10.1000/a_b(c)"),
        ("pmid", "123"),
        ("pmcid", "PMC456"),
        ("url", "https://aclanthology.org/P18-1001"),
        ("dblp-record", "conf/x/Y21"),
        ("openalex", "W1"),
        ("url", "https://www.semanticscholar.org/paper/" + "0" * 40),
        ("isbn", "9783161484100"),
    }
    assert ("orcid", "0000-0002-1825-0097") in values(graph, URIRef(rich.authors[0].agent.iri))
    assert ("ror", "04wxnsj81") in values(graph, URIRef(rich.authors[0].affiliations[0].iri))


def values(graph: Graph, owner: URIRef) -> set[tuple[str, str]]:
    """Return scheme and value of the identifiers of a thing."""
    return {
        (
            str(graph.value(node, DATACITE.usesIdentifierScheme)).removeprefix(DATACITE),
            str(graph.value(node, LITERAL.hasLiteralValue)),
        )
        for node in graph.objects(owner, DATACITE.hasIdentifier)
    }


def test_work_and_expression(rich: Entry, bare: Entry, graph: Graph) -> None:
    """The paper is a work; venue, volume and pages belong to the expression that realizes it."""
    work, expression = URIRef(rich.iri), URIRef(f"{rich.iri}#expression")
    assert set(graph.objects(work, RDF.type)) == {FABIO.ResearchPaper}
    assert set(graph.objects(work, FRBR.realization)) == {expression, URIRef(rich.versions[0].iri)}
    assert set(graph.objects(expression, RDF.type)) == {FABIO.JournalArticle}
    assert graph.value(expression, FRBR.partOf) == URIRef((rich.venue and rich.venue.iri) or "")
    assert graph.value(expression, PRISM.startingPage) == Literal("101")
    assert graph.value(expression, PRISM.endingPage) == Literal("110")
    assert set(graph.objects(URIRef(rich.versions[0].iri), RDF.type)) == {FABIO.Preprint}
    assert set(graph.objects(URIRef(bare.iri), RDF.type)) == {FABIO.ScholarlyWork}
    assert (URIRef(rich.authors[1].agent.iri), RDF.type, FOAF.Organization) in graph


def test_dates(everything: list[Entry], graph: Graph) -> None:
    """The year is an xsd:gYear, the date has the datatype of its precision."""
    for entry in everything:
        date = graph.value(URIRef(entry.iri), PRISM.publicationDate)
        if entry.date is None or entry.date.startswith("--"):
            assert date is None
        else:
            assert isinstance(date, Literal)
            assert (str(date), date.datatype) == (
                entry.date,
                {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(entry.date)],
            )
            year = graph.value(URIRef(entry.iri), FABIO.hasPublicationYear)
            assert isinstance(year, Literal)
            assert (str(year), year.datatype) == (entry.date[:4], XSD.gYear)


def test_terms_are_published(graph: Graph, shared: Path) -> None:
    """Every FaBiO, PRISM and FRBR term in use is declared in FaBiO's own file."""
    fabio = Graph().parse(shared / "samples" / "graphs" / "fabio.ttl")
    declared = {str(term) for term in fabio.subjects()}
    used = {str(term) for term in (*graph.predicates(), *graph.objects(None, RDF.type))}
    assert not {term for term in used if term.startswith((FABIO, PRISM, FRBR))} - declared


def test_functional_properties(graph: Graph, shared: Path) -> None:
    """No functional property of FaBiO's file has two values of one thing."""
    fabio = Graph().parse(shared / "samples" / "graphs" / "fabio.ttl")
    owl = Namespace("http://www.w3.org/2002/07/owl#")
    for functional in fabio.subjects(RDF.type, owl.FunctionalProperty):
        counts = Counter(subject for subject, _ in graph.subject_objects(functional))
        assert set(counts.values()) <= {1}, functional
