"""Papers, agents, sources -> triples. Reads: kg.model. Emits: terms in N-Triples form, one file per class.

Mappers are pure and lazy: each yields the triples whose subject is its own thing, absent fields yield nothing.
"""

from collections.abc import Iterator

from kg.iris import Minter, repository_key
from kg.mappers.authorship import authorship_triples
from kg.mappers.category import category_triples, scheme_triples, subject_triples
from kg.mappers.conflict import conflict_triples
from kg.mappers.funding import funding_triples
from kg.mappers.inference import inference_triples
from kg.mappers.link import link_iri, link_triples
from kg.mappers.organization import organization_triples
from kg.mappers.paper import paper_triples
from kg.mappers.person import person_triples
from kg.mappers.record import authority_record_triples, record_triples
from kg.mappers.repository import repository_triples
from kg.mappers.source_document import source_document_triples
from kg.mappers.venue import venue_triples
from kg.mappers.version import version_triples
from kg.model import Paper
from kg.terms import Triple

__all__ = [
    "authority_record_triples",
    "category_triples",
    "cluster_triples",
    "link_iri",
    "link_triples",
    "organization_triples",
    "person_triples",
    "scheme_triples",
    "source_document_triples",
    "subject_triples",
    "venue_triples",
]


def cluster_triples(paper: Paper, mint: Minter, *, abstracts: bool = True) -> Iterator[Triple]:
    """Yield all triples that hang on one paper: its own, and those of its parts and of the records it came from.

    Without `abstracts` no abstract is written, neither on the paper nor on a record.
    """
    yield from paper_triples(paper, mint, abstracts=abstracts)
    for authorship in paper.authorships:
        yield from authorship_triples(authorship, paper.key, mint)
    for funding in paper.fundings:
        yield from funding_triples(funding, paper.key, mint)
    for version in paper.versions:
        yield from version_triples(version, mint)
    for record in paper.records:
        yield from record_triples(record, paper, mint, abstracts=abstracts)
    for conflict in paper.conflicts:
        yield from conflict_triples(conflict, paper.key, mint)
    for inference in paper.inferences:
        yield from inference_triples(inference, paper.key, mint)
    for url in paper.code_urls:
        yield from repository_triples(url, mint("repository", repository_key(url)))
