"""Groups -> their numbers. Reads: groups of triples. Emits: GraphCounts, in one pass."""

from collections import Counter
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from kg.store.names import namespace
from kg.terms import Term
from kg.vocab import RDF, XSD

Group = tuple[Term, list[tuple[Term, Term]]]
"""A subject and its (predicate, object) pairs, in publishing order, each once."""

_SHORT_TYPES = frozenset({XSD.integer, XSD.decimal, XSD.boolean, XSD.string})


class PropertyCount(NamedTuple):
    """How often a property is used: in how many triples, on how many subjects."""

    triples: int
    subjects: int


class GraphCounts(NamedTuple):
    """What a sorted graph holds; the tables are sorted by term."""

    triples: int
    subjects: int
    classes: dict[Term, int]
    """Class -> number of distinct instances."""
    properties: dict[Term, PropertyCount]
    namespaces: frozenset[str]
    """Namespace IRIs of the project's prefixes and of kinds of things (`.../id/paper/`) that terms use.

    Without those that only `a`, numbers, booleans and strings need, which have a short form.
    """
    example: Term | None
    """The first subject."""


def graph_counts(groups: Iterable[Group]) -> GraphCounts:
    """Return what sorted groups hold."""
    uses: Counter[Term] = Counter()
    bearers: Counter[Term] = Counter()
    classes: Counter[Term] = Counter()
    namespaces: set[str | None] = set()
    subjects, example = 0, None
    predicate_of = itemgetter(0)
    for subject, pairs in groups:
        subjects += 1
        example = example or subject
        uses.update(map(predicate_of, pairs))
        bearers.update(set(map(predicate_of, pairs)))
        classes.update(value for predicate, value in pairs if predicate == RDF.type)
        namespaces.update(_namespaces(subject, pairs))
    namespaces.update(namespace(predicate) for predicate in uses if predicate != RDF.type)
    return GraphCounts(
        triples=uses.total(),
        subjects=subjects,
        classes=dict(sorted(classes.items())),
        properties={term: PropertyCount(uses[term], bearers[term]) for term in sorted(uses)},
        namespaces=frozenset(space for space in namespaces if space is not None),
        example=example,
    )


def _namespaces(subject: Term, pairs: Iterable[tuple[Term, Term]]) -> Iterator[str | None]:
    """Yield the namespaces of a subject, its IRI objects and its datatypes."""
    yield namespace(subject)
    for _, value in pairs:
        if value[-1] == ">":
            term = value if value[0] == "<" else value[value.rindex("<") :]
            if term not in _SHORT_TYPES:
                yield namespace(term)
