"""Organization -> triples. Reads: model.Organization. Emits: kg:Organization and its own properties only."""

import re
from collections.abc import Iterator

from kg.iris import Minter
from kg.model import Organization
from kg.terms import Triple, tagged, text
from kg.vocab import KG, RDF

_COUNTRY = re.compile("[A-Z]{2}")
_PROPERTIES = {"doi": KG.doi, "openalex": KG.openAlexId, "wikidata": KG.wikidataId}


def organization_triples(organization: Organization, mint: Minter) -> Iterator[Triple]:
    """Yield the triples of a collective author, an affiliation, a funder or a publisher."""
    subject = mint("organization", organization.key)
    yield subject, RDF.type, KG.Organization
    yield subject, KG.name, text(organization.name)
    for variant in organization.name_variants:
        yield subject, KG.nameVariant, text(variant)
    for language, name in organization.other_scripts:
        yield subject, KG.nameVariant, tagged(name, language)
    for identifier in organization.identifiers:
        if identifier.scheme in _PROPERTIES:
            yield subject, _PROPERTIES[identifier.scheme], text(identifier.value)
    if organization.ror is not None:
        yield subject, KG.ror, text(organization.ror)
    if organization.country is not None and _COUNTRY.fullmatch(organization.country):
        yield subject, KG.country, text(organization.country)
