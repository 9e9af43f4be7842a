"""What an OWL 2 RL reasoner concludes from a graph, our files and the disjointness of FOAF, SKOS and PROV."""

from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, Graph, Namespace, URIRef

from kg.resources import resource

ROOT = Path(__file__).parents[2]
KG = Namespace("https://w3id.org/scholarkg/ontology#")
PREFIXES = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix kg: <https://w3id.org/scholarkg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/> .
"""
DISJOINTNESS = (
    PREFIXES
    + """
foaf:Person rdfs:subClassOf foaf:Agent ; owl:disjointWith foaf:Document, foaf:Organization, foaf:Project .
foaf:Organization rdfs:subClassOf foaf:Agent ; owl:disjointWith foaf:Document, foaf:Person .
foaf:Document owl:disjointWith foaf:Organization, foaf:Project .
skos:Concept owl:disjointWith skos:Collection, skos:ConceptScheme .
skos:Collection owl:disjointWith skos:ConceptScheme .
skos:broader rdfs:subPropertyOf skos:broaderTransitive .
skos:broaderTransitive a owl:TransitiveProperty ; rdfs:subPropertyOf skos:semanticRelation .
skos:semanticRelation rdfs:domain skos:Concept ; rdfs:range skos:Concept .
skos:exactMatch a owl:SymmetricProperty, owl:TransitiveProperty ; rdfs:subPropertyOf skos:closeMatch .
skos:exactMatch owl:propertyDisjointWith skos:broadMatch, skos:relatedMatch .
skos:related owl:propertyDisjointWith skos:broaderTransitive .
skos:inScheme rdfs:range skos:ConceptScheme .
prov:Entity owl:disjointWith prov:Activity, prov:InstantaneousEvent .
prov:Activity owl:disjointWith prov:Agent .
prov:wasDerivedFrom rdfs:domain prov:Entity ; rdfs:range prov:Entity .
"""
)
WHOLE = (
    PREFIXES
    + """
:p a kg:Paper ; kg:title "On Proofs" ; kg:author :h, :o ; kg:editor :h ; kg:hasAuthorship :a, :b ; kg:cites :q ;
  kg:publishedOn "2024-05-02"^^xsd:date ; kg:category :c ; kg:code :r ; kg:hasVersion :v ; kg:venue :w ;
  kg:hasFunding :f ; kg:corrects :q ; kg:partOf <urn:isbn:9780306406157> ; kg:publisher :o ;
  kg:datasetPage <https://example.org/set> ; kg:doi "10.1000/x" ;
  kg:license <https://creativecommons.org/licenses/by/4.0/> .
:q a kg:Paper ; kg:title "On Proofs" ; kg:author :h ; kg:doi "10.1000/y" .
:v a kg:Version ; kg:doi "10.1000/x" ; kg:venue :w .
:f a kg:Funding ; kg:funder :o ; kg:awardNumber "A 1" .
:w a kg:Venue ; kg:publisher :o .
:a a kg:Authorship ; kg:position 1 ; kg:agent :h ; kg:affiliation :o .
:b a kg:Authorship ; kg:position 2 ; kg:agent :o .
:h a kg:Person ; kg:name "Ada Lovelace" ; kg:givenName "Ada" ; kg:familyName "Lovelace" .
:o a kg:Organization ; kg:name "ATLAS Collaboration" .
:c a kg:Category ; skos:inScheme :s ; skos:broader :d .
:d a kg:Category ; skos:inScheme :s .
:s a skos:ConceptScheme .
:r a kg:Repository ; kg:codeRepository <https://example.org/code> .
:x a kg:Record ; kg:recordOf :p ; kg:inDocument :t .
:y a kg:Record ; kg:recordOf :p ; kg:inDocument :t .
:z a kg:Record ; kg:recordOf :h ; kg:inDocument :t .
:t a kg:SourceDocument ; kg:mainCategory :c .
:k a kg:Conflict ; kg:about :p ; kg:field kg:publishedOn ; kg:keptRecord :x ; kg:otherRecord :y .
:i a kg:Inference ; kg:about :p ; kg:field kg:category ; kg:inRecord :x ; kg:confidence 0.9 .
:l a kg:Link ; kg:linkSubject :p ; kg:linkPredicate owl:sameAs ; kg:linkObject <https://openalex.org/W1> .
:p owl:sameAs <https://openalex.org/W1> .
"""
)


def closure(*graphs: Graph | str) -> Graph:
    """Return the closure of graphs (or Turtle texts) with our ontology, alignments and categories."""
    everything = Graph()
    for name in ("kg.ttl", "alignments.ttl"):
        everything.parse(resource("ontology") / name)
    everything.parse(data=DISJOINTNESS)
    for graph in graphs:
        if isinstance(graph, str):
            everything.parse(data=graph)
        else:
            everything += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(everything)
    return everything


def faults(graph: Graph) -> set[object]:
    """Return the members of owl:Nothing and the reasoner's error nodes."""
    errors = {s for s, kind in graph.subject_objects(RDF.type) if str(kind).endswith("ErrorMessage")}
    nothing = set(graph.subjects(RDF.type, OWL.Nothing))
    return errors | nothing


def merged(graph: Graph) -> set[tuple[object, object]]:
    """Return the pairs of papers that the reasoner takes for one."""
    papers = set(graph.subjects(RDF.type, KG.Paper))
    return {(s, o) for s, o in graph.subject_objects(OWL.sameAs) if s != o and s in papers and o in papers}


@pytest.fixture(scope="module")
def whole() -> Graph:
    """Return the closure of a graph with a thing of each class."""
    return closure(WHOLE)


def test_every_class_is_in_the_graph() -> None:
    """The graph that is reasoned over has a thing of each class of the ontology."""
    ontology = Graph().parse(resource("ontology") / "kg.ttl")
    classes = {node for node in ontology.subjects(RDF.type, OWL.Class) if str(node).startswith(KG)}
    assert set(Graph().parse(data=WHOLE).objects(None, RDF.type)) >= classes


def test_no_inconsistency(whole: Graph) -> None:
    """Nothing is of two disjoint classes."""
    assert not faults(whole)


def test_no_two_papers_are_merged(whole: Graph) -> None:
    """Our papers stay apart, though they share title and author; a linked work is the paper that it is linked to."""
    own = {pair for pair in merged(whole) if all(str(node).startswith("https://example.org/") for node in pair)}
    assert not own


def test_alignments_hold(whole: Graph) -> None:
    """A foreign query finds our papers: authors as dcterms:creator, categories as skos:Concept."""
    example = Namespace("https://example.org/")
    assert (example.p, URIRef("http://purl.org/dc/terms/creator"), example.h) in whole
    assert (example.c, RDF.type, URIRef("http://www.w3.org/2004/02/skos/core#Concept")) in whole
    assert (example.h, RDF.type, URIRef("http://xmlns.com/foaf/0.1/Agent")) in whole


@pytest.mark.parametrize(
    "wrong",
    [
        ":z a kg:Person ; kg:ror '03yrm5c26' .",
        ":z a kg:Person, kg:Organization .",
        ":z kg:hasAuthorship :h . :h a kg:Person .",
        ":z a kg:Category, skos:ConceptScheme .",
    ],
)
def test_inconsistency_is_found(wrong: str) -> None:
    """The check can fail: a person with an organization's property, a scheme among the categories."""
    assert faults(closure(PREFIXES + wrong))


def test_categories() -> None:
    """The arXiv scheme is consistent."""
    assert not faults(closure(Graph().parse(resource("ontology") / "arxiv.ttl")))


def test_published_graph() -> None:
    """The graph in output/ is consistent, and no two of its papers are merged."""
    graph = Graph().parse(ROOT / "output" / "graph.ttl")
    found = closure(graph)
    assert not faults(found)
    assert not merged(found)
    assert (None, RDFS.subClassOf, None) in found
