"""Links and things -> how far a graph is linked. Reads: Link, Entities. Emits: Coverage, Conflict.

A thing is linked to a target if a link to it was accepted, waits as a candidate if one is to be reviewed, and is
unlinked otherwise. Conflicts are what identity forbids: one of theirs that is several of ours, one of ours that is
several of one target, and chains of those that would merge what nothing links directly.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, Literal, NamedTuple

from kg.links.decisions.settling import IDENTITY, is_disputed
from kg.links.ours.entities import Entities
from kg.links.ours.held import Key, form_keys, through_versions
from kg.links.targets.target import KINDS, Kind, Target, predicate_iri
from kg.model import Link, LinkState
from kg.store import LineSpool, kind_of

Standing = Literal["linked", "candidate", "unlinked"]
STANDINGS: Final[tuple[Standing, ...]] = ("linked", "candidate", "unlinked")
ConflictKind = Literal["shared", "split", "chain"]
_ALIKE: Final = IDENTITY | {predicate_iri("skos:closeMatch")}
States = dict[str, dict[str, set[LinkState]]]
"""Target -> IRI of ours -> the states of its links."""


class Coverage(NamedTuple):
    """How far the things of one kind are linked to one target."""

    target: str
    kind: Kind
    years: dict[int | None, Counter[Standing]]
    """Year (None for no year) -> things."""

    @property
    def counts(self) -> Counter[Standing]:
        """All years together."""
        return sum(self.years.values(), Counter[Standing]())


class Conflict(NamedTuple):
    """Things that links join although they differ. Each side is sorted."""

    kind: ConflictKind
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    accepted: int
    """Links among them that stand; the others are candidates because of this conflict."""


def coverage(entities: Entities, states: States, targets: Mapping[str, Target]) -> Iterator[Coverage]:
    """Yield, for each target that has links, how far the things of each kind that it knows are linked.

    Args:
        entities: the things of the graph.
        states: of all links.
        targets: the targets of which it is known what they know; of another one the kinds that have links count.
    """
    for name in sorted(states):
        target = targets.get(name)
        on_versions = form_keys(entities, target) if target is not None else frozenset[Key]()
        for kind in KINDS:
            if target is not None and kind not in target.sides:
                continue
            years: dict[int | None, Counter[Standing]] = {}
            seen = target is not None
            for entity in entities.of_kind(kind):
                seen = seen or entity.iri in states[name]
                through = target is not None and through_versions(entity, target, on_versions)
                standing = "linked" if through else _standing(states[name].get(entity.iri, ()))
                years.setdefault(entity.year, Counter())[standing] += 1
            if seen and years:
                yield Coverage(name, kind, years)


def _standing(states: Collection[LinkState]) -> Standing:
    if "accepted" in states:
        return "linked"
    return "candidate" if "candidate" in states else "unlinked"


class Joints:
    """Which links join what, sorted out of memory."""

    def __init__(self, by_theirs: LineSpool, by_ours: LineSpool) -> None:
        """Take two empty spools."""
        self._by_theirs = by_theirs
        self._by_ours = by_ours

    def add(self, links: Iterable[Link]) -> Iterator[Link]:
        """Yield links as they come, after taking those that say that two things are one, or nearly."""
        for link in links:
            if link.predicate in _ALIKE and (link.state == "accepted" or is_disputed(link)):
                proven = "1" if link.state == "accepted" and link.predicate in IDENTITY else "0"
                stands = "1" if link.state == "accepted" else "0"
                # A form and its paper may well be one thing there; a person and an organization never are.
                kind = "version" if kind_of(f"<{link.subject}>") == "version" else ""
                self._by_theirs.add([f"{kind} {link.object}\t{link.subject}\t{proven}{stands}\n".encode()])
                if proven == "1":
                    self._by_ours.add([f"{link.target} {link.subject}\t{link.object}\t11\n".encode()])
            yield link

    def conflicts(self) -> Iterator[Conflict]:
        """Yield all conflicts: what is shared, what is split, then chains."""
        chained: list[tuple[str, tuple[str, ...]]] = []
        for theirs, ours, marks in _groups(self._by_theirs):
            yield Conflict("shared", ours, (theirs,), sum(mark[1] == "1" for mark in marks))
            proven = tuple(one for one, mark in zip(ours, marks, strict=True) if mark[0] == "1")
            if len(proven) > 1:
                chained.append((theirs, proven))
        for ours_one, theirs_all, _ in _groups(self._by_ours):
            yield Conflict("split", (ours_one,), theirs_all, len(theirs_all))
        yield from _chains(chained)


def _groups(spool: LineSpool) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Yield each thing that several others are joined to: its IRI, theirs, the marks of the links."""
    for key, lines in groupby(spool, key=lambda line: line[: line.index(b"\t")]):
        found: dict[str, str] = {}
        for line in lines:
            _, other, mark = line.decode()[:-1].split("\t")
            found[other] = max(mark, found.get(other, ""))
        if len(found) > 1:
            yield key.decode().partition(" ")[2], tuple(found), tuple(found.values())


def _chains(shared: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Conflict]:
    """Yield the groups of ours that several of theirs join, each of them a part of the group only."""
    leader: dict[str, str] = {}

    def first(one: str) -> str:
        while (above := leader.setdefault(one, one)) != one:
            leader[one] = leader[above]
            one = leader[one]
        return one

    listed = list(shared)
    for _, ours in listed:
        for one in ours[1:]:
            leader[first(one)] = first(ours[0])
    groups: dict[str, tuple[set[str], list[str], int]] = {}
    for theirs, ours in listed:
        members, joints, links = groups.setdefault(first(ours[0]), (set(), [], 0))
        groups[first(ours[0])] = (members | {*ours}, [*joints, theirs], links + len(ours))
    largest: Counter[str] = Counter()
    for _, ours in listed:
        largest[first(ours[0])] = max(largest[first(ours[0])], len(ours))
    for group, (members, joints, links) in sorted(groups.items()):
        if len(members) > largest[group]:
            yield Conflict("chain", tuple(sorted(members)), tuple(sorted(joints)), links)
