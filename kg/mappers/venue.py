"""Venue -> triples. Reads: model.Venue. Emits: kg:Venue and its own properties only."""

from collections.abc import Iterator

from kg.iris import Minter, organization_key, venue_key
from kg.model import Venue
from kg.terms import Triple, text
from kg.vocab import KG, RDF


def venue_triples(venue: Venue, mint: Minter) -> Iterator[Triple]:
    """Yield the triples of a venue; its key is made of the first of its ISSNs, else of its name."""
    subject = mint("venue", venue_key(venue.name, venue.issns[0] if venue.issns else None))
    yield subject, RDF.type, KG.Venue
    yield subject, KG.name, text(venue.name)
    for issn in venue.issns:
        yield subject, KG.issn, text(issn)
    if venue.publisher is not None:
        yield subject, KG.publisher, mint("organization", organization_key(venue.publisher))
