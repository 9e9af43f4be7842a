"""Person -> triples. Reads: model.Person. Emits: kg:Person and its own properties only."""

from collections.abc import Iterator

from kg.iris import Minter
from kg.model import Person
from kg.terms import Triple, tagged, text
from kg.vocab import KG, RDF

_PROPERTIES = {
    "orcid": KG.orcid,
    "dblp": KG.dblpPid,
    "dblp-name": KG.dblpName,
    "openalex": KG.openAlexId,
    "acl": KG.aclId,
    "s2": KG.semanticScholarId,
}


def person_triples(person: Person, mint: Minter) -> Iterator[Triple]:
    """Yield the triples of a person. Given and family name are there only if a source tells them apart."""
    subject = mint("person", person.key)
    yield subject, RDF.type, KG.Person
    yield subject, KG.name, text(person.name)
    yield subject, KG.identityBasis, text(person.identity_basis)
    if person.given_name is not None:
        yield subject, KG.givenName, text(person.given_name)
    if person.family_name is not None:
        yield subject, KG.familyName, text(person.family_name)
    for variant in person.name_variants:
        yield subject, KG.nameVariant, text(variant)
    for language, name in person.other_scripts:
        yield subject, KG.nameVariant, tagged(name, language)
    for identifier in person.identifiers:
        if identifier.scheme in _PROPERTIES:
            yield subject, _PROPERTIES[identifier.scheme], text(identifier.value)
