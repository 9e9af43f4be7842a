"""Version -> triples. Reads: model.Version. Emits: kg:Version and its own properties only."""

from collections.abc import Iterator

from kg.iris import Minter
from kg.mappers.place import date_triples, identifier_triples, place_triples
from kg.model import Version
from kg.terms import Triple, text
from kg.vocab import KG, RDF


def version_triples(version: Version, mint: Minter) -> Iterator[Triple]:
    """Yield the triples of one form of a paper: its identifiers, its date, its place."""
    subject = mint("version", version.key)
    yield subject, RDF.type, KG.Version
    yield subject, KG.versionKind, text(version.kind)
    if version.number is not None:
        yield subject, KG.versionNumber, text(version.number)
    yield from identifier_triples(subject, version.identifiers)
    yield from date_triples(subject, version.published_on, version.date_text)
    if version.date_text is not None:
        yield subject, KG.dateText, text(version.date_text)
    yield from place_triples(subject, version, mint)
