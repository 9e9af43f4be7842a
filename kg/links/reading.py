"""Groups of links.ttl -> links. Reads: groups of triples. Emits: Link."""

from collections.abc import Iterable, Iterator

from kg.model import Link
from kg.store import Group
from kg.terms import lexical
from kg.vocab import KG, RDF

_STATES = frozenset({"candidate", "accepted", "rejected", "withdrawn"})


def links_of(groups: Iterable[Group]) -> Iterator[Link]:
    """Yield the links of a graph; one that lacks an end, or has a state that none has, is left to the shapes."""
    for _, pairs in groups:
        if (RDF.type, KG.Link) not in pairs:
            continue
        fields = {predicate: lexical(value) for predicate, value in pairs}
        state = fields.get(KG.linkState, "")
        ends = (KG.linkSubject, KG.linkPredicate, KG.linkObject, KG.linkTarget, KG.linkMethod)
        if state not in _STATES or any(end not in fields for end in ends):
            continue
        yield Link(
            subject=fields[KG.linkSubject],
            target=fields[KG.linkTarget],
            object=fields[KG.linkObject],
            predicate=fields[KG.linkPredicate],
            score=float(fields.get(KG.linkScore, "0")),
            method=fields[KG.linkMethod],
            evidence=fields.get(KG.linkEvidence, ""),
            state=state,  # type: ignore[arg-type]
        )
