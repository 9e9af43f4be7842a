"""Inference -> triples. Reads: model.Inference. Emits: kg:Inference and its own properties only."""

from collections.abc import Iterator

from kg.iris import Minter, digest
from kg.mappers.fields import FIELDS
from kg.model import Inference
from kg.terms import Triple, decimal, text
from kg.vocab import KG, RDF


def inference_triples(inference: Inference, paper_key: str, mint: Minter) -> Iterator[Triple]:
    """Yield one guessed value with the rule, the reason and the confidence (0 to 1) behind it."""
    subject = mint(
        "inference", digest(paper_key, inference.field, inference.inferred_value, inference.in_record, inference.rule)
    )
    yield subject, RDF.type, KG.Inference
    yield subject, KG.about, mint("paper", paper_key)
    yield subject, KG.field, FIELDS[inference.field]
    yield subject, KG.inferredValue, text(inference.inferred_value)
    yield subject, KG.inRecord, mint("record", inference.in_record)
    yield subject, KG.rule, text(inference.rule)
    yield subject, KG.reason, text(inference.reason)
    yield subject, KG.confidence, decimal(round(inference.confidence, 4))
