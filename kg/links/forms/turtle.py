"""Groups of links.ttl -> links. Reads: groups of triples. Emits: Link."""

from collections.abc import Iterable, Iterator
from typing import Final

from kg.errors import InputError
from kg.model import Link
from kg.store import Group
from kg.terms import Term, is_iri, is_literal, lexical
from kg.vocab import KG, RDF

_STATES: Final = frozenset({"candidate", "accepted", "rejected", "withdrawn"})
_IRIS: Final[dict[Term, str]] = {
    KG.linkSubject: "kg:linkSubject",
    KG.linkPredicate: "kg:linkPredicate",
    KG.linkObject: "kg:linkObject",
    KG.linkMethod: "kg:linkMethod",
}


def links_of(groups: Iterable[Group], *, name: str = "links.ttl") -> Iterator[Link]:
    """Yield the links of a graph.

    Args:
        groups: the triples of each subject.
        name: of the file, for errors.

    Raises:
        InputError: a hand has written what no link has. Nothing is left out: the file will be written anew.
    """
    for subject, pairs in groups:
        if (RDF.type, KG.Link) not in pairs:
            continue
        fields = dict(pairs)
        score = _score(fields.get(KG.linkScore, '"0"'))
        fault = _fault(fields, score)
        if score is None or fault is not None:
            raise InputError(f"{name}: {subject}: {fault}: repair it, or take the link out", source=name)
        yield Link(
            subject=lexical(fields[KG.linkSubject]),
            target=lexical(fields[KG.linkTarget]),
            object=lexical(fields[KG.linkObject]),
            predicate=lexical(fields[KG.linkPredicate]),
            score=score,
            method=lexical(fields[KG.linkMethod]),
            evidence=lexical(fields.get(KG.linkEvidence, '""')),
            state=lexical(fields[KG.linkState]),  # type: ignore[arg-type]
        )


def _fault(fields: dict[Term, Term], score: float | None) -> str | None:
    """Return what is wrong with the fields of a link and how to repair it, None for nothing."""
    for field, label in _IRIS.items():
        value = fields.get(field, '""')
        if is_literal(value) or not is_iri(lexical(value)):
            return f"its {label} has to be an IRI"
    target = lexical(fields.get(KG.linkTarget, '""'))
    if not target or not target.isprintable():
        return "its kg:linkTarget has to be the name of a target"
    if lexical(fields.get(KG.linkState, '""')) not in _STATES:
        return f"its kg:linkState has to be one of {', '.join(sorted(_STATES))}"
    return "its kg:linkScore has to be a number from 0 to 1" if score is None else None


def _score(value: Term) -> float | None:
    """Return a score, None for what is none."""
    try:
        score = float(lexical(value))
    except ValueError:
        return None
    return score if 0 <= score <= 1 else None
