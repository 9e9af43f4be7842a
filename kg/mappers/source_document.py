"""SourceDocument -> triples. Reads: model.SourceDocument. Emits: kg:SourceDocument and its own properties only."""

from collections.abc import Iterator

from kg.iris import Minter, category_key
from kg.model import SourceDocument
from kg.terms import Triple, integer, text, typed
from kg.vocab import KG, RDF, XSD


def source_document_triples(document: SourceDocument, mint: Minter, *, main_category: str | None) -> Iterator[Triple]:
    """Yield a file that was read and the facts that it prints of itself.

    `main_category` is the notation of the category that the printed code resolves to, if it does.
    """
    subject, facts = mint("source", document.key), document.facts
    yield subject, RDF.type, KG.SourceDocument
    yield subject, KG.documentName, text(document.name)
    yield subject, KG.sha256, text(document.sha256)
    yield subject, KG.mediaType, text(document.media_type)
    if facts.profile_name is not None:
        yield subject, KG.profileName, text(facts.profile_name)
    if main_category is not None:
        yield subject, KG.mainCategory, mint("category", category_key(main_category))
    for predicate, count in (
        (KG.hIndex, facts.h_index),
        (KG.paperCount, facts.paper_count),
        (KG.citationCount, facts.citation_count),
    ):
        if count is not None:
            yield subject, predicate, integer(count)
    for predicate, score in ((KG.noveltyScore, facts.novelty_score), (KG.aiScore, facts.ai_score)):
        if score is not None:
            yield subject, predicate, typed(score, XSD.decimal)
