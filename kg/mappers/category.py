"""Category -> triples. Reads: a concept of the taxonomy. Emits: kg:Category and its own properties only."""

from collections.abc import Iterator

from kg.iris import Minter, category_key, escape_key, subject_key
from kg.model import Subject
from kg.taxonomy import SCHEME, Concept
from kg.terms import Triple, text
from kg.vocab import KG, RDF, SKOS

_SCHEMES = {
    SCHEME: "arXiv category taxonomy",
    "acm": "ACM Computing Classification System",
    "ddc": "Dewey Decimal Classification",
    "doaj-lcc": "Library of Congress Classification, as DOAJ uses it",
    "fos": "Fields of Science and Technology",
    "jel": "Journal of Economic Literature classification",
    "lcc": "Library of Congress Classification",
    "lcsh": "Library of Congress Subject Headings",
    "mesh": "Medical Subject Headings",
    "msc": "Mathematics Subject Classification",
    "openalex": "OpenAlex topics",
    "pacs": "Physics and Astronomy Classification Scheme",
    "udc": "Universal Decimal Classification",
}
"""Short names of schemes that sources use -> what their makers call them."""


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


def subject_triples(term: Subject, mint: Minter) -> Iterator[Triple]:
    """Yield a term of another vocabulary than arXiv's; one of which no source prints the label goes by its code."""
    subject, name = mint("category", subject_key(term)), term.label or term.notation or ""
    yield subject, RDF.type, KG.Category
    yield subject, KG.name, text(name)
    if term.notation is not None:
        yield subject, SKOS.notation, text(term.notation)
    yield subject, SKOS.prefLabel, text(name)
    yield subject, SKOS.inScheme, mint("scheme", escape_key(term.scheme))


def scheme_triples(mint: Minter, scheme: str = SCHEME) -> Iterator[Triple]:
    """Yield a scheme of categories."""
    subject = mint("scheme", escape_key(scheme))
    yield subject, RDF.type, SKOS.ConceptScheme
    yield subject, SKOS.prefLabel, text(_SCHEMES.get(scheme, scheme))
