"""Groups -> one object a paper. Reads: groups in publishing order. Emits: node objects with their parts inside.

A paper holds its authorships (with the agent in each), its code and versions, and, by reversed properties, the
records, conflicts and inferences that name it. What no paper holds (categories, source documents) follows as objects
of its own, so that nothing of the graph is lost. A person is repeated in every paper.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from kg.store import Group
from kg.store.parts import PartIndex
from kg.terms import Term
from kg.vocab import KG, RDF
from kg.writers.jsonld import NodeWriter

Node = dict[str, object]

REVERSED: Final = {
    "records": {"@reverse": "kg:recordOf"},
    "conflicts": {"@reverse": "kg:about"},
    "inferences": {"@reverse": "kg:about"},
}
"""Names in the context beside those of the ontology: what points at a paper."""

_INSIDE = frozenset({KG.hasAuthorship, KG.agent, KG.code, KG.hasVersion})
_LISTS = {"author", "hasAuthorship", "code", "hasVersion"}
"""Keys whose values are a list however many there are."""
_WHOLES = {KG.Record: KG.recordOf, KG.Conflict: KG.about, KG.Inference: KG.about}
_PLACES = {KG.Record: "records", KG.Conflict: "conflicts", KG.Inference: "inferences"}
_IN_CONTEXT = re.compile(r"([A-Za-z]+):")


def nested_nodes(groups: Iterable[Group], writer: NodeWriter, folder: Path | None = None) -> Iterator[Node]:
    """Yield the papers with their parts, then what is part of none, each in publishing order.

    `folder` takes what does not fit in memory.
    """
    with PartIndex(groups, folder, whole_of=_whole_of) as index:
        tree = _Tree(index, writer)
        for subject, pairs in index.groups():
            if _class_of(pairs) == KG.Paper:
                yield tree.paper(subject, pairs)
        for subject, pairs in index.left():
            yield writer.node(subject, pairs)


def _class_of(pairs: Iterable[tuple[Term, Term]]) -> Term | None:
    """Return the class by which a subject is nested."""
    classes = [value for predicate, value in pairs if predicate == RDF.type]
    return classes[0] if len(classes) == 1 else None


def _whole_of(pairs: list[tuple[Term, Term]]) -> Term | None:
    """Return the paper that a record, conflict or inference names; None if it names several."""
    own = _WHOLES.get(_class_of(pairs) or "")
    wholes = [value for predicate, value in pairs if predicate == own]
    return wholes[0] if len(wholes) == 1 else None


class _Tree:
    def __init__(self, index: PartIndex, writer: NodeWriter) -> None:
        self._index = index
        self._writer = writer

    def paper(self, subject: Term, pairs: list[tuple[Term, Term]]) -> Node:
        """Return the object of a paper with all its parts."""
        node = self._node(subject, pairs, (subject,))
        if "@context" not in node:
            for part, part_pairs in self._index.parts(subject):
                kind = _class_of(part_pairs) or ""
                inner = self._part(part, [pair for pair in part_pairs if pair != (_WHOLES[kind], subject)], (subject,))
                if inner is not None:
                    place = node.setdefault(_PLACES[kind], [])
                    assert isinstance(place, list)  # noqa: S101 - no predicate has this key
                    place.append(inner)
        self._index.take([subject])
        return node

    def _node(self, subject: Term, pairs: list[tuple[Term, Term]], above: tuple[Term, ...]) -> Node:
        """Return the object of a subject; parts that cannot stand inside are named by their IRI."""
        if self._writer.clashes(subject, pairs):
            return self._writer.node(subject, pairs)  # its own context would hold for its parts too
        inner: dict[tuple[Term, Term], Node] = {}
        for predicate, value in pairs:
            if predicate in _INSIDE and value not in above and (group := self._index.group(value)) is not None:
                part = self._part(*group, above)
                if part is not None:
                    inner[predicate, value] = part
        node = self._writer.node(subject, pairs, inside=inner)
        return node | {key: [node[key]] for key in _LISTS & node.keys() if not isinstance(node[key], list)}

    def _part(self, subject: Term, pairs: list[tuple[Term, Term]], above: tuple[Term, ...]) -> Node | None:
        if _class_of(pairs) == KG.Paper or self._writer.clashes(subject, pairs):
            return None
        self._index.take([subject])
        return self._node(subject, pairs, (*above, subject))
