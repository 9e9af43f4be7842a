"""Link -> triples. Reads: model.Link. Emits: kg:Link and its own properties, the triple of an accepted one."""

from collections.abc import Iterator

from kg.iris import Minter, digest
from kg.model import Link
from kg.terms import Term, Triple, decimal, iri, text
from kg.vocab import KG, RDF


def link_iri(link: Link, mint: Minter) -> Term:
    """Return the IRI of a link: its target and its two ends define it, so that its review moves nothing."""
    return mint("link", digest(link.target, link.subject, link.object))


def link_triples(link: Link, mint: Minter) -> Iterator[Triple]:
    """Yield a link with its evidence; the plain triple only if it is accepted.

    Raises:
        BadIriError: an end, the predicate or the method is no IRI.
    """
    name = link_iri(link, mint)
    subject, predicate, other = iri(link.subject), iri(link.predicate), iri(link.object)
    yield name, RDF.type, KG.Link
    yield name, KG.linkSubject, subject
    yield name, KG.linkPredicate, predicate
    yield name, KG.linkObject, other
    yield name, KG.linkTarget, text(link.target)
    yield name, KG.linkScore, decimal(round(link.score, 4))
    yield name, KG.linkMethod, iri(link.method)
    yield name, KG.linkEvidence, text(link.evidence)
    yield name, KG.linkState, text(link.state)
    if link.state == "accepted":
        yield subject, predicate, other
