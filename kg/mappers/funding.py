"""Funding -> triples. Reads: model.Funding. Emits: kg:Funding and its own properties only."""

from collections.abc import Iterator

from kg.iris import Minter, funding_key, organization_key
from kg.model import Funding
from kg.terms import Term, Triple, text
from kg.text import blanks_folded, nfc
from kg.vocab import KG, RDF


def funder_key(funding: Funding) -> str | None:
    """Return the key of the organization that paid, None where no source names it."""
    name = blanks_folded(nfc(funding.funder or ""))
    ror = next((one.value for one in funding.identifiers if one.scheme == "ror"), None)
    other = next((one for one in funding.identifiers if one.scheme != "ror"), None)
    return organization_key(name, ror, other) if name else None


def funding_iri(funding: Funding, paper_key: str, mint: Minter) -> Term:
    """Return the IRI of a support of a paper."""
    return mint("funding", funding_key(paper_key, funder_key(funding), funding.award))


def funding_triples(funding: Funding, paper_key: str, mint: Minter) -> Iterator[Triple]:
    """Yield the triples of a support of a paper: who paid, and the number of the award."""
    subject, payer = funding_iri(funding, paper_key, mint), funder_key(funding)
    yield subject, RDF.type, KG.Funding
    if payer is not None:
        yield subject, KG.funder, mint("organization", payer)
    if funding.award is not None:
        yield subject, KG.awardNumber, text(funding.award)
