"""All ways to one target, in turn. Reads: Entities, Target. Emits: Link, the outcome of each thing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from kg.links.judging.coauthors import SharedCoauthors
from kg.links.judging.shared_papers import SharedPapers
from kg.links.judging.works import Other
from kg.links.ours.entities import Entities, Entity
from kg.links.ours.held import form_keys, held_links, through_versions
from kg.links.outcomes import Outcome, Outcomes
from kg.links.targets.target import Kind, Question, Target
from kg.links.theirs.asking import Asker
from kg.links.theirs.dump import Keys
from kg.links.theirs.online import Found, Way, asked_links
from kg.links.theirs.scanning import Scanner, fingerprint
from kg.model import Link, LinkState

_RANK: Final[dict[Outcome, int]] = {"linked": 5, "ambiguous": 4, "failed": 3, "not asked": 2, "no match": 1}
"""Of several questions: a thing has no match only if all of them were answered."""
_SETTLED: Final = frozenset({"linked", "ambiguous"})


class _Ways(NamedTuple):
    """What the questions to one target have in common."""

    asker: Asker
    shared: SharedPapers
    company: SharedCoauthors
    found: Found


class Run:
    """One target: what was found by which way, and what became of each thing."""

    def __init__(self, entities: Entities, target: Target) -> None:
        """Begin with nothing found."""
        self.entities = entities
        self.target = target
        self.on_versions = form_keys(entities, target)
        self.found: dict[str, Outcome] = {}
        """IRI of a thing -> its outcome, for those that were dealt with; the others were not asked."""
        self.notes: list[str] = []
        """What was done in another way than asking, and why."""

    def by_identifiers(self) -> Iterator[Link]:
        """Yield the links that identifiers of ours spell out."""
        for entity in self._known():
            linked = False
            for link in held_links(entity, self.target, self.on_versions):
                linked = True
                yield link
            if linked or through_versions(entity, self.target, self.on_versions):
                self.found[entity.iri] = "linked"

    def online(
        self, asker: Asker, tell: Callable[[int], None] = lambda _: None, *, scan: bool | None = None
    ) -> Iterator[Link]:
        """Yield the links of what has none yet by the questions of the target, and those of authors of linked papers.

        Args:
            asker: of the endpoints of the target.
            tell: is told how many things were dealt with.
            scan: whether the list of all works is read instead of asking for ours; None for where that is cheaper.
        """
        shared, company = SharedPapers(), SharedCoauthors()
        for paper in self.entities.of_kind("paper") if "person" in self.target.sides else ():
            company.add(paper)

        def found(entity: Entity, outcome: Outcome, other: Other | None) -> None:
            earlier = self.found.get(entity.iri)
            if earlier is None or _RANK[outcome] > _RANK[earlier]:
                self.found[entity.iri] = outcome
            if other is not None:
                shared.add(entity, other)
            tell(len(self.found))

        ways = _Ways(asker, shared, company, found)
        for kind, side in self.target.sides.items():
            in_list = side.ask_of_list if scan is not False else ()
            yield from self._asked(kind, (question for question in side.ask if question not in in_list), ways)
            if side.scan is not None and scan is not False:
                scanner = Scanner(asker, side, side.scan, fingerprint(self._open(kind)))
                if scanner.is_worth(wanted=scan):
                    yield from self._read(kind, scanner, ways)
                self.notes += scanner.notes(self.target.name)
                if scanner.complete:
                    continue
            yield from self._asked(kind, in_list, ways)
        yield from self._of_persons(shared, company)

    def _asked(self, kind: Kind, questions: Iterable[Question], ways: _Ways) -> Iterator[Link]:
        for question in questions:
            way = Way(question, self.target, self.target.sides[kind], self.on_versions, ways.company.see)
            yield from asked_links(self._open(kind), way, ways.asker, ways.found)

    def _read(self, kind: Kind, scanner: Scanner, ways: _Ways) -> Iterator[Link]:
        """Yield the links of what has none yet to the works of a list."""
        keys = Keys(self._open(kind), self.target, self.on_versions)
        keys.shared, keys.company = ways.shared, ways.company
        scanner.read(keys)
        for entity, outcome, links in keys.links():
            if scanner.complete or outcome in _SETTLED:
                ways.found(entity, outcome, None)
            yield from links

    def by_dump(self, keys: Keys) -> Iterator[Link]:
        """Yield the links of what a dump was sifted for, and those of authors of linked papers."""
        for entity, outcome, links in keys.links():
            self.found[entity.iri] = outcome
            yield from links
        yield from self._of_persons(keys.shared, keys.company)

    def keys(self) -> Keys:
        """Return what a dump is to be sifted for: the things that are not linked yet."""
        settled = frozenset(iri for iri, outcome in self.found.items() if outcome == "linked")
        papers = self.entities.of_kind("paper") if "person" in self.target.sides else ()
        things = (one for one in self._known() if one.iri not in settled)
        return Keys(things, self.target, self.on_versions, papers)

    def _of_persons(self, *ways: SharedPapers | SharedCoauthors) -> Iterator[Link]:
        """Yield the links of persons by their papers, then of those without a link by their co-authors."""
        for way in ways:
            linked = [iri for iri, outcome in self.found.items() if outcome in _SETTLED]
            for link in way.links(self.entities.of_kind("person"), self.target, linked):
                self.found[link.subject] = "linked" if link.state == "accepted" else "ambiguous"
                yield link

    def _open(self, kind: Kind) -> Iterator[Entity]:
        """Yield the things of a kind that have neither link nor candidate."""
        return (one for one in self.entities.of_kind(kind) if self.found.get(one.iri) not in _SETTLED)

    def _known(self) -> Iterator[Entity]:
        """Yield the things of the kinds that the target knows."""
        return (entity for kind in self.target.sides for entity in self.entities.of_kind(kind))

    def is_silent(self, iri: str) -> bool:
        """Return whether the run can say nothing of a thing: it was not asked for, or there was no answer."""
        return self.found.get(iri, "not asked") in {"not asked", "failed"}

    def outcomes(self, states: Mapping[str, Collection[LinkState]]) -> Outcomes:
        """Return the outcome of each thing of the kinds that the target knows.

        `states` are those of the links of each thing after all links were compared, reviewed and settled.
        A link of an earlier run that stands counts, although this run did not ask for its thing.
        """
        counted = Outcomes(self.target.name)
        for entity in self._known():
            counted.add(entity.kind, _outcome(self.found.get(entity.iri, "not asked"), states.get(entity.iri, ())))
        return counted


def _outcome(found: Outcome, states: Collection[LinkState]) -> Outcome:
    """Return the outcome of a thing: what its links say, those of earlier runs too, else what this run found."""
    if "accepted" in states:
        return "linked"
    if "candidate" in states:
        return "ambiguous"
    return "no match" if found in _SETTLED and states else found
