"""SKG-IF: the objects that the framework describes, and the RDF that its context makes of them."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from rdflib import Graph, Namespace, URIRef

from kg.profiles import PROFILES, Entry
from kg.profiles.skg_if import CONTEXT

PRO = Namespace("http://purl.org/spar/pro/")
DATACITE = Namespace("http://purl.org/spar/datacite/")


@pytest.fixture(scope="module")
def objects(everything: list[Entry], written: Callable[..., bytes]) -> list[dict[str, Any]]:
    """Return the entities of the export."""
    document = json.loads(written(PROFILES["skg-if"], *everything))
    assert document["@context"] == CONTEXT
    found: list[dict[str, Any]] = document["@graph"]
    return found


def test_references_are_closed(objects: list[dict[str, Any]]) -> None:
    """Each entity stands once, with identifier and type; who is named is described."""
    known = {one["local_identifier"]: one["entity_type"] for one in objects}
    assert len(known) == len(objects)
    assert set(known.values()) == {"product", "person", "organisation", "venue", "topic"}
    for one in objects:
        for contribution in one.get("contributions", []):
            assert known[contribution["by"]] in {"person", "organisation"}
            assert contribution["role"] in {"author", "editor", "publisher"}
        for topic in one.get("topics", []):
            assert known[topic["term"]] == "topic"
        for manifestation in one.get("manifestations", []):
            assert known.get(manifestation.get("biblio", {}).get("in")) in {"venue", None}


def test_products(everything: list[Entry], objects: list[dict[str, Any]]) -> None:
    """Products have title, abstract, identifiers, authors by rank and their manifestation."""
    products = {one["local_identifier"]: one for one in objects if one["entity_type"] == "product"}
    for entry in everything:
        product = products[entry.iri]
        assert product["product_type"] == "literature"
        code = entry.language[:2] if entry.language else "none"
        assert product.get("titles", {}).get(code, [None])[0] == entry.title
        assert product.get("abstracts", {}).get(code, [None])[0] == entry.abstract
        authors = [one for one in product.get("contributions", []) if one["role"] == "author"]
        assert [(one["rank"], one["by"]) for one in authors] == [
            (author.position, author.agent.iri) for author in entry.authors
        ]
        first, *versions = product["manifestations"]
        date = entry.date if entry.date and not entry.date.startswith("--") else None
        assert first.get("dates", {}).get("publication") == date
        assert [one["local_identifier"] for one in versions] == [version.iri for version in entry.versions]
        found = {(one["scheme"], one["value"]) for one in product.get("identifiers", [])}
        assert {pair for pair in entry.identifiers if pair[0] in {"doi", "arxiv", "pmid"}} <= found


def test_rich(rich: Entry, objects: list[dict[str, Any]]) -> None:
    """Pages, venue, licence, citations and affiliations stand where the framework wants them."""
    (product,) = (one for one in objects if one["local_identifier"] == rich.iri)
    manifestation = product["manifestations"][0]
    assert manifestation["biblio"]["pages"].items() >= {"first": "101", "last": "110"}.items()
    assert manifestation["type"]["class"] == "http://purl.org/spar/fabio/JournalArticle"
    assert manifestation["license"] == rich.licenses[0]
    assert product["related_products"]["cites"] == [*rich.cites, *rich.cites_external]
    assert product["contributions"][0]["declared_affiliations"] == [rich.authors[0].affiliations[0].iri]
    assert product["titles"] == {"en": [rich.title], "de": ["Lernen"], "fr": ["Apprendre"]}


def test_rdf(everything: list[Entry], graph_of: Callable[..., Graph]) -> None:
    """As RDF, every identifier node belongs to one thing and every author role is held by its agent."""
    graph = graph_of("skg-if", *everything)
    nodes = [node for _, node in graph.subject_objects(DATACITE.hasIdentifier)]
    assert len(nodes) == len(set(nodes))
    for entry in everything:
        held = {graph.value(role, PRO.isHeldBy) for role in graph.objects(URIRef(entry.iri), PRO.isRelatedToRoleInTime)}
        agents = {URIRef(author.agent.iri) for author in entry.authors} | {URIRef(one.iri) for one in entry.editors}
        assert held == agents
    assert not [node for node in nodes if not re.search(r"[#/][a-z0-9]+-", str(node))]
