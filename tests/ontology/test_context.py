"""The JSON-LD context: every own term under a short key, no lists."""

import json

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef

from kg.resources import resource
from kg.vocab import PREFIXES

FOLDER = resource("ontology")
CONTEXT = json.loads((FOLDER / "context.jsonld").read_text(encoding="utf-8"))["@context"]
GRAPH = Graph().parse(FOLDER / "kg.ttl")
KG = PREFIXES["kg"]


def parsed(document: dict[str, object]) -> set[str]:
    """Return the triples of a JSON-LD document with our context."""
    text = json.dumps({"@context": CONTEXT, **document})
    return {str(quad.triple) for quad in pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.JSON_LD)}


@pytest.mark.parametrize("kind", [OWL.Class, OWL.DatatypeProperty, OWL.ObjectProperty])
def test_every_term_has_a_key(kind: URIRef) -> None:
    """Each own term is a key of the context that leads to it, an IRI where the property's values are IRIs."""
    for term in GRAPH.subjects(RDF.type, kind):
        name = str(term).removeprefix(KG)
        entry = CONTEXT[name]
        assert (entry if isinstance(entry, str) else entry["@id"]) == f"kg:{name}"
        coerced = entry["@type"] if isinstance(entry, dict) else None
        assert (coerced == "@id") == (kind == OWL.ObjectProperty)


def test_datatypes_are_coerced() -> None:
    """A number, a truth value or a day is written without its datatype, a string without any."""
    for term, datatype in GRAPH.subject_objects(RDFS.range):
        entry = CONTEXT[str(term).removeprefix(KG)]
        if datatype in (XSD.boolean, XSD.date, XSD.decimal, XSD.integer):
            assert entry["@type"] == f"xsd:{str(datatype).removeprefix(str(XSD))}"


def test_no_lists() -> None:
    """Author order stands in kg:position: a list would need blank nodes."""
    text = json.dumps(CONTEXT)
    assert "@list" not in text
    assert "@container" not in text
    assert "@vocab" not in text


def test_a_paper() -> None:
    """A paper in short keys is the triples that it says."""
    paper = "https://w3id.org/scholarkg/id/paper/x"
    document = {"id": paper, "type": "Paper", "title": "On Proofs", "publicationYear": 2024, "author": f"{paper}a"}
    assert parsed(document) == {
        f"<{paper}> <{RDF.type}> <{KG}Paper>",
        f'<{paper}> <{KG}title> "On Proofs"',
        f'<{paper}> <{KG}publicationYear> "2024"^^<{XSD.integer}>',
        f"<{paper}> <{KG}author> <{paper}a>",
    }
