"""Conflict -> triples. Reads: model.Conflict. Emits: kg:Conflict and its own properties only."""

from collections.abc import Iterator

from kg.iris import Minter, digest
from kg.mappers.fields import FIELDS
from kg.model import Conflict
from kg.terms import Triple, text
from kg.vocab import KG, RDF


def conflict_triples(conflict: Conflict, paper_key: str, mint: Minter) -> Iterator[Triple]:
    """Yield one value that was overruled, with the value that was kept and the two records that say so."""
    defining = (conflict.field, conflict.kept_value, conflict.kept_record, conflict.other_value, conflict.other_record)
    subject = mint("conflict", digest(paper_key, *defining))
    yield subject, RDF.type, KG.Conflict
    yield subject, KG.about, mint("paper", paper_key)
    yield subject, KG.field, FIELDS[conflict.field]
    yield subject, KG.keptValue, text(conflict.kept_value)
    yield subject, KG.keptRecord, mint("record", conflict.kept_record)
    yield subject, KG.otherValue, text(conflict.other_value)
    yield subject, KG.otherRecord, mint("record", conflict.other_record)
    yield subject, KG.rule, text(conflict.rule)
