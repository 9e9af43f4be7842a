"""Repository -> triples. Reads: the URL of code. Emits: kg:Repository and its own properties only."""

from collections.abc import Iterator

from kg.terms import Term, Triple, iri
from kg.vocab import KG, RDF


def repository_triples(url: str, subject: Term) -> Iterator[Triple]:
    """Yield the triples of a place that holds code."""
    yield subject, RDF.type, KG.Repository
    yield subject, KG.codeRepository, iri(url)
