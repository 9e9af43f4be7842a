"""Authorship -> triples. Reads: model.Authorship. Emits: kg:Authorship and its own properties only."""

from collections.abc import Iterator

from kg.iris import Minter
from kg.model import Authorship
from kg.terms import Triple, integer, text
from kg.vocab import KG, RDF


def authorship_triples(authorship: Authorship, paper_key: str, mint: Minter) -> Iterator[Triple]:
    """Yield the triples of one place in the author list of a paper; `rawName` is the name as printed."""
    subject = mint("authorship", f"{paper_key}-{authorship.position}")
    yield subject, RDF.type, KG.Authorship
    yield subject, KG.position, integer(authorship.position)
    yield subject, KG.agent, mint(authorship.kind, authorship.agent)
    yield subject, KG.rawName, text(authorship.raw_name)
