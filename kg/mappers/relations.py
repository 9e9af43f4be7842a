"""How papers stand to other works -> triples. Reads: model.Paper. Emits: one property a kind, in one direction.

An erratum `kg:corrects` its article, whichever of the two says so. The other work is a paper of this graph, else the
IRI under which the web knows it (a book without a DOI: the URN of its ISBN), else text.
"""

from collections.abc import Iterator

from kg.identifiers import web_iri
from kg.iris import Minter
from kg.model import Identifier, Paper, Relation, RelationKind
from kg.terms import Term, Triple, iri, is_iri, text
from kg.text import blanks_folded
from kg.vocab import KG

_PROPERTIES: dict[RelationKind, Term] = {
    "comments-on": KG.commentsOn,
    "corrects": KG.corrects,
    "part-of": KG.partOf,
    "related": KG.relatedTo,
    "replaces": KG.replaces,
    "retracts": KG.retracts,
    "reviews": KG.reviews,
    "supplement-of": KG.supplementOf,
    "translation-of": KG.translationOf,
    "version-of": KG.versionOf,
}
_INVERSE: dict[RelationKind, RelationKind] = {
    "commented-by": "comments-on",
    "corrected-by": "corrects",
    "has-part": "part-of",
    "replaced-by": "replaces",
    "retracted-by": "retracts",
    "reviewed-by": "reviews",
    "supplemented-by": "supplement-of",
    "translated-by": "translation-of",
}


def relation_triples(subject: Term, paper: Paper, mint: Minter) -> Iterator[Triple]:
    """Yield how a paper stands to other works; of two that say the same the triples are the same."""
    for kind, key in paper.related:
        yield _triple(subject, kind, mint("paper", key))
    for relation in paper.relations:
        other = other_work(relation)
        if other is not None:
            yield _triple(subject, relation.kind, iri(other))
        elif relation.text and relation.text.strip():
            yield subject, KG.relationText, text(f"{relation.kind}: {blanks_folded(relation.text)}")


def _triple(subject: Term, kind: RelationKind, other: Term) -> Triple:
    if kind in _INVERSE:
        return other, _PROPERTIES[_INVERSE[kind]], subject
    return subject, _PROPERTIES[kind], other


def other_work(relation: Relation) -> str | None:
    """Return the IRI of the other work: that of its first identifier that has one, or the address that its text is."""
    addresses = (address for one in relation.identifiers if (address := _address(one)) and is_iri(address))
    printed = (relation.text or "").strip()
    on_web = printed if printed.startswith(("http://", "https://")) and is_iri(printed) else None
    return next(addresses, on_web)


def _address(identifier: Identifier) -> str | None:
    return f"urn:isbn:{identifier.value}" if identifier.scheme == "isbn" else web_iri(identifier)
