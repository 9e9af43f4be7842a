"""Triples of our graph, accepted links -> what each thing has and lacks. Reads: triples, links. Emits: Thing, by IRI.

What stands beside an entity (whether it has an abstract, which identifiers its links lead to) is joined to it in the
order of IRIs, from sorted lines on disk.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from kg.identifiers import recognized
from kg.links.ours.entities import Entities, Entity
from kg.links.targets.fetch import Enriched
from kg.links.targets.target import Kind, Target, predicate_name
from kg.model import Identifier, Link
from kg.store import LineSpool
from kg.terms import Term, Triple, iri
from kg.vocab import KG

_FACTS: Final[dict[Term, str]] = {
    KG.abstract: "abstract",
    KG.cites: "citations",
    KG.citesExternal: "citations",
    KG.referenceText: "citations",
    KG.venue: "venue",
    KG.venueName: "venue",
    KG.publicationYear: "year",
    KG.nameVariant: "names",
    KG.country: "country",
}
_MOST_HELD: Final = 10_000
_SAME: Final = frozenset({"owl:sameAs", "skos:exactMatch"})


class Thing(NamedTuple):
    """A thing of ours with what it has."""

    entity: Entity
    has: frozenset[str]
    """Facts and schemes of identifiers."""
    linked: tuple[Identifier, ...] = ()
    """Identifiers that it lacks itself and that an accepted link leads to."""
    same: frozenset[Identifier] = frozenset()
    """Those of them that are said to be of this very thing."""

    def keys(self, scheme: str) -> tuple[str, ...]:
        """Return what it can be asked for by: its own identifiers, then those of its links."""
        linked = (one.value for one in self.linked if one.scheme == scheme)
        return tuple(dict.fromkeys([*self.entity.values(scheme), *linked]))

    def lacks(self, wanted: Iterable[str]) -> bool:
        """Return whether it lacks any of some facts and schemes."""
        return not self.has.issuperset(wanted)


class Things:
    """What can be enriched: filled once, then read."""

    def __init__(self, folder: Path) -> None:
        """Keep what memory does not take below `folder`, which must exist."""
        self._entities = Entities(folder)
        self._beside = LineSpool(folder, name="beside")

    def add(self, triples: Iterable[Triple]) -> None:
        """Take what is needed from triples."""
        self._entities.add(self._seen(triples))

    def _seen(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        held: list[bytes] = []
        for triple in triples:
            fact = _FACTS.get(triple[1])
            if fact is not None:
                held.append(f"{triple[0]}\thas\t{fact}\n".encode())
            if len(held) > _MOST_HELD:
                self._beside.add(held)
                held.clear()
            yield triple
        self._beside.add(held)

    def add_links(self, links: Iterable[Link], targets: Iterable[Target]) -> None:
        """Take the identifiers that accepted links lead to."""
        prefixes = _prefixes(targets)
        self._beside.add(
            f"{iri(link.subject)}\t{_strength(link)}\t{known.scheme} {known.value}\n".encode()
            for link in links
            if link.state == "accepted" and (known := _identifier(link.object, prefixes)) is not None
        )

    def of_kind(self, kind: Enriched) -> Iterator[Thing]:
        """Yield the things of one kind, by IRI."""
        beside = groupby(self._beside, key=lambda line: line[: line.index(b"\t")])
        at, lines = next(beside, (b"", iter(())))
        own: Kind = kind
        for entity in self._entities.of_kind(own):
            name = iri(entity.iri).encode()
            while at and at < name:
                at, lines = next(beside, (b"", iter(())))
            yield _thing(entity, [line.decode()[:-1].split("\t", 2) for line in lines] if at == name else [])


def _thing(entity: Entity, rows: list[list[str]]) -> Thing:
    has = {value for _, field, value in rows if field == "has"} | {scheme for scheme, _ in entity.keys}
    if entity.authors and entity.complete:
        has.add("authors")
    linked: dict[Identifier, None] = {}
    same: set[Identifier] = set()
    for _, field, value in rows:
        if field != "has":
            scheme, _, printed = value.partition(" ")
            if printed not in entity.values(scheme):
                linked[Identifier(scheme, printed)] = None
                same |= {Identifier(scheme, printed)} if field == "same" else set()
    return Thing(entity, frozenset(has), tuple(linked), frozenset(same))


def _strength(link: Link) -> str:
    return "same" if predicate_name(link.predicate) in _SAME else "near"


def _prefixes(targets: Iterable[Target]) -> dict[str, str]:
    """Return what the IRIs of targets begin with before an identifier of ours -> its scheme."""
    return {
        form.removesuffix("{value}"): scheme
        for target in targets
        for side in target.sides.values()
        for scheme, form in side.held.items()
        if form.endswith("/{value}")
    }


def _identifier(address: str, prefixes: dict[str, str]) -> Identifier | None:
    start = address[: address.rfind("/") + 1]
    scheme = prefixes.get(start)
    known = recognized(address)
    return known if known is not None or scheme is None else Identifier(scheme, address[len(start) :])
