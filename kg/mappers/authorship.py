"""Authorship -> triples. Reads: model.Authorship. Emits: kg:Authorship and its own properties only."""

from collections.abc import Iterator

from kg.iris import Minter, organization_key
from kg.model import Authorship
from kg.terms import Triple, boolean, integer, text
from kg.text import blanks_folded, nfc
from kg.vocab import KG, RDF


def authorship_triples(authorship: Authorship, paper_key: str, mint: Minter) -> Iterator[Triple]:
    """Yield the triples of one place in the author list of a paper; `rawName` is the name as printed.

    An affiliation as printed is always kept; the organization is there where the source names one.
    """
    subject = mint("authorship", f"{paper_key}-{authorship.position}")
    yield subject, RDF.type, KG.Authorship
    yield subject, KG.position, integer(authorship.position)
    yield subject, KG.agent, mint(authorship.kind, authorship.agent)
    yield subject, KG.rawName, text(authorship.raw_name)
    if authorship.name.corresponding:
        yield subject, KG.corresponding, boolean(authorship.name.corresponding)
    for affiliation in authorship.name.affiliations:
        if affiliation.raw.strip():
            yield subject, KG.rawAffiliation, text(affiliation.raw)
        if affiliation.name and (name := blanks_folded(nfc(affiliation.name))):
            yield subject, KG.affiliation, mint("organization", organization_key(name, affiliation.ror))
