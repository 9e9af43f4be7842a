"""Organization -> triples. Reads: model.Organization. Emits: kg:Organization and its own properties only."""

from collections.abc import Iterator

from kg.iris import Minter
from kg.model import Organization
from kg.terms import Triple, text
from kg.vocab import KG, RDF


def organization_triples(organization: Organization, mint: Minter) -> Iterator[Triple]:
    """Yield the triples of a collective author."""
    subject = mint("organization", organization.key)
    yield subject, RDF.type, KG.Organization
    yield subject, KG.name, text(organization.name)
    for variant in organization.name_variants:
        yield subject, KG.nameVariant, text(variant)
