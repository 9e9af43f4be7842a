"""Category -> triples. Reads: a concept of the taxonomy. Emits: kg:Category and its own properties only."""

from collections.abc import Iterator

from kg.iris import Minter, category_key
from kg.taxonomy import SCHEME, Concept
from kg.terms import Triple, text
from kg.vocab import KG, RDF, SKOS


def category_triples(concept: Concept, mint: Minter) -> Iterator[Triple]:
    """Yield a category or an archive, its notation and its place in the scheme."""
    subject = mint("category", category_key(concept.notation))
    yield subject, RDF.type, KG.Category
    yield subject, KG.name, text(concept.name)
    yield subject, SKOS.notation, text(concept.notation)
    yield subject, SKOS.prefLabel, text(concept.name)
    yield subject, SKOS.inScheme, mint("scheme", SCHEME)
    if concept.archive is not None:
        yield subject, SKOS.broader, mint("category", category_key(concept.archive))


def scheme_triples(mint: Minter) -> Iterator[Triple]:
    """Yield the scheme of the arXiv categories."""
    subject = mint("scheme", SCHEME)
    yield subject, RDF.type, SKOS.ConceptScheme
    yield subject, SKOS.prefLabel, text("arXiv category taxonomy")
