"""One pass over a dump -> links. Reads: what the dump lists, in any order. Emits: Link, outcomes.

Only what can match our keys is kept: memory grows with our graph, not with the dump. A work is compared with those of
our papers that share an identifier, the whole title, the part before a subtitle, or the first or last letters of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.links.judging.coauthors import SharedCoauthors
from kg.links.judging.shared_papers import SharedPapers
from kg.links.judging.telling import telling
from kg.links.judging.works import CANDIDATE, Other, Scored, authors_of, chosen, disagree, scored
from kg.links.ours.entities import Entity
from kg.links.ours.held import EXACT, LABELS, Key, identity
from kg.links.outcomes import Outcome
from kg.links.targets.target import KINDS, Kind, Target, predicate_iri
from kg.links.theirs.blocks import Blocks, Letters, blocks, joined_letters, letters_of, name_letters, related
from kg.match.names import name_tokens
from kg.model import Link
from kg.text import fold

if TYPE_CHECKING:
    from kg.match.authors import AuthorList
    from kg.match.names import Tokens

_KEPT: Final = 8
"""Works that are kept of one paper."""
_CROWD: Final = 50
"""Papers of ours that share a title or the edge of one (`introduction to the`), beyond which it tells too little."""
_FORMS: Final[dict[Kind, tuple[Kind, ...]]] = {"paper": ("paper", "version")}
"""Kind of a thing of theirs -> what of ours its identifiers may lead to, if not just the same kind."""


class Listed(NamedTuple):
    """One thing of a dump."""

    kind: Kind
    other: Other
    """A work; of a person, organization or venue only the IRI and the name, as its title."""
    keys: tuple[Key, ...] = ()
    names: tuple[str, ...] = ()
    """Other names of an organization."""
    country: str = ""
    works: tuple[Key, ...] = ()
    """Identifiers of works that a person claims."""


class Keys:
    """What a dump is sifted by: the keys of our things that are not linked yet."""

    def __init__(
        self,
        entities: Iterable[Entity],
        target: Target,
        on_versions: frozenset[Key],
        papers: Iterable[Entity] = (),
    ) -> None:
        """Index the things of the kinds that the target knows.

        Args:
            entities: those to be linked.
            target: whose dump it is.
            on_versions: the identifiers of all versions.
            papers: of ours that persons of the dump may claim.
        """
        self.shared = SharedPapers()
        self.company = SharedCoauthors()
        self._claimed: dict[Key, Entity] = {}
        for paper in papers:
            self._claimed.update(dict.fromkeys(paper.keys, paper))
            self.company.add(paper)
        self._target = target
        self._on_versions = on_versions
        self._things: list[tuple[Entity, AuthorList]] = []
        self._letters: dict[int, Letters] = {}
        self._blocks = Blocks()
        self._by_key: dict[Kind, dict[Key, list[int]]] = {kind: {} for kind in KINDS}
        self._by_title: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        self._scored: dict[int, list[Scored]] = {}
        self._identified: dict[int, dict[str, tuple[Key, str]]] = {}
        self._crowds: dict[str, dict[Tokens, list[int]]] = {}
        self._named: dict[int, dict[str, tuple[str, str]]] = {}
        self._name_letters: set[bytes] = set()
        for number, entity in enumerate(entities):
            self._index(number, entity)
        self._held = {
            kind: [held for ours in _FORMS.get(kind, (kind,)) if (held := self._by_key[ours])] for kind in KINDS
        }

    @property
    def schemes(self) -> frozenset[str]:
        """The schemes of the identifiers by which something of a dump may be ours."""
        of_works = frozenset(scheme for scheme, _ in self._claimed)
        return of_works.union(*({scheme for scheme, _ in held} for held in self._by_key.values()))

    def _index(self, number: int, entity: Entity) -> None:
        self._things.append((entity, authors_of(entity)))
        side = self._target.sides[entity.kind]
        for key in entity.keys:
            if not (side.level == "form" and entity.versions and key in self._on_versions):
                self._by_key[entity.kind].setdefault(key, []).append(number)
        if entity.kind == "paper" and entity.name:
            self._letters[number] = letters_of(entity.name)
            keys = blocks(entity.name)
            self._blocks.add(keys)
            for block in keys:
                self._by_title.setdefault(block, []).append(number)
        elif entity.kind == "organization":
            for name in {fold(name) for name in (entity.name, *entity.variants)}:
                self._by_name.setdefault(name, []).append(number)
                self._name_letters.update(name_letters([name]))

    def concerns(self, listed: Listed) -> bool:
        """Return whether a thing of the dump may be one of ours, as far as it tells without its authors."""
        names, writers = (listed.other.title, *listed.names), [one.name for one in listed.other.writers if one.iri]
        return self.may_concern(listed.kind, names, listed.keys, writers, listed.works)

    def may_concern(
        self,
        kind: Kind,
        names: Sequence[str],
        keys: Iterable[Key],
        writers: Iterable[str] = (),
        works: Iterable[Key] = (),
    ) -> bool:
        """Return whether `sift` could learn from a thing of the dump of which that is known; never wrongly False.

        Args:
            kind: of the thing.
            names: the title of a work, the names of an organization.
            keys: its identifiers.
            writers: the names of those authors of a work that have an IRI there.
            works: the identifiers of the works that a person claims.
        """
        for held in self._held[kind]:
            if not held.keys().isdisjoint(keys):
                return True
        if kind == "paper":
            for title in names:
                if title and self._meets(title):
                    return True
            return bool(self.company) and any(map(self.company.knows, filter(None, writers)))
        if kind == "organization":
            return not self._name_letters.isdisjoint(name_letters(names))
        return kind == "person" and not self._claimed.keys().isdisjoint(works)

    def _meets(self, title: str) -> bool:
        theirs = ""
        for block in self._blocks.met(title):
            met = self._by_title[block]
            if len(met) > _CROWD:
                if block[0] not in "^$":
                    return True
                continue
            theirs = theirs or joined_letters(title)
            if any(related(map(self._letters.__getitem__, met), theirs)):
                return True
        return False

    def sift(self, listed: Listed) -> None:
        """Keep a thing of the dump if it can be one of ours."""
        side = self._target.sides.get(listed.kind)
        if side is None or not side.pattern.fullmatch(listed.other.iri):
            return
        for held in self._held[listed.kind]:
            for key in listed.keys:
                for number in held.get(key, ()):
                    self._identified.setdefault(number, {})[listed.other.iri] = (key, listed.other.title)
        for paper in {found.iri: found for key in listed.works if (found := self._claimed.get(key))}.values():
            self.shared.claim(paper, listed.other.iri, (listed.other.title, *listed.names))
        if listed.kind == "paper":
            self.company.see(listed.other)
            self._sift_title(listed.other)
        elif listed.kind == "organization":
            for name in {fold(name) for name in (listed.other.title, *listed.names)}:
                for number in self._by_name.get(name, ()):
                    self._named.setdefault(number, {})[listed.other.iri] = (listed.other.title, listed.country)

    def _sift_title(self, other: Other) -> None:
        numbers: set[int] = set()
        for block in blocks(other.title) if other.title else ():
            met = self._by_title.get(block, ())
            if len(met) <= _CROWD:
                numbers.update(met)
            elif block[0] not in "^$":
                numbers.update(self._of_families(block, other))
        ordered = sorted(numbers)
        alike = related(map(self._letters.__getitem__, ordered), joined_letters(other.title)) if ordered else ()
        for number, may_fit in zip(ordered, alike, strict=True):
            if may_fit:
                self._score(number, other)

    def _score(self, number: int, other: Other) -> None:
        """Keep a work if it fits a paper better than the eighth that was kept."""
        entity, authors = self._things[number]
        found = scored(entity, authors, other)
        if found is None or found.score < CANDIDATE:
            return
        kept = self._scored.setdefault(number, [])
        if any(one.other.iri == other.iri for one in kept):
            return
        kept.append(found)
        if len(kept) > _KEPT:
            kept.sort(key=lambda one: (-one.score, one.other.iri))
            kept.pop()

    def _of_families(self, block: str, other: Other) -> Iterator[int]:
        """Yield those of a crowd of papers of one title (`Editorial`) that share an author's last word with a work."""
        families = self._crowds.get(block)
        if families is None:
            families = self._crowds[block] = {}
            for number in self._by_title[block]:
                for name in self._things[number][1].names:
                    families.setdefault(name[-1:], []).append(number)
        for last in {name_tokens(writer.name)[-1:] for writer in other.writers}:
            met = families.get(last, ())
            if len(met) <= _CROWD:  # the fifty-first `Editorial` of one editor is known by its identifier or not at all
                yield from met

    def links(self) -> Iterator[tuple[Entity, Outcome, list[Link]]]:
        """Yield each thing with its outcome and its links; the works of linked papers go to `shared`."""
        for number, (entity, _) in enumerate(self._things):
            found = self._identified.get(number)
            level = self._target.sides[entity.kind].level
            if found:
                yield self._by_identifier(entity, found)
                if len(found) == 1:
                    for same in (one.other for one in self._scored.get(number, ()) if one.other.iri in found):
                        self.shared.add(entity, same)
            elif number in self._named:
                yield self._by_equal_name(entity, self._named[number])
            elif entity.kind == "paper" and number in self._scored:
                links, outcome, other = chosen(entity, self._scored[number], self._target, level)
                if other is not None:
                    self.shared.add(entity, other)
                yield entity, outcome, links
            else:
                yield entity, "no match", []

    def _by_identifier(self, entity: Entity, found: dict[str, tuple[Key, str]]) -> tuple[Entity, Outcome, list[Link]]:
        side = self._target.sides[entity.kind]
        titles = [title for _, title in found.values() if title] if entity.kind == "paper" else []
        clear = len(found) == 1 and not disagree(entity, titles)
        links = []
        for iri, (key, name) in sorted(found.items()):
            held = "owl:sameAs" if side.level in {"work", "thing"} else identity(entity, key, side, self._on_versions)
            if entity.basis in {"full-name", "this-paper"}:
                held = "skos:closeMatch"
            told = f"both have the {LABELS.get(key[0], key[0])} {key[1]}"
            if not clear:
                told += f"; {len(found)} of theirs fit" if len(found) > 1 else "; but their titles differ"
                told += telling(name)
            links.append(
                Link(
                    subject=entity.iri,
                    target=self._target.name,
                    object=iri,
                    predicate=predicate_iri(
                        (side.predicate or held or "skos:closeMatch") if clear else "skos:closeMatch"
                    ),
                    score=1.0 if clear else 0.8,
                    method=EXACT,
                    evidence=told,
                    state="accepted" if clear else "candidate",
                )
            )
        return entity, "linked" if clear else "ambiguous", links

    def _by_equal_name(self, entity: Entity, found: dict[str, tuple[str, str]]) -> tuple[Entity, Outcome, list[Link]]:
        """Return the links of an organization by name: accepted where one in its country bears it."""
        there = [iri for iri, (_, place) in found.items() if entity.country and fold(place) == fold(entity.country)]
        clear = len(there) == 1
        links = [
            Link(
                subject=entity.iri,
                target=self._target.name,
                object=iri,
                predicate=predicate_iri("skos:exactMatch" if clear else "skos:closeMatch"),
                score=0.95 if clear else 0.75,
                method=EXACT,
                evidence=f"equal names, {'equal countries' if clear else f'{len(found)} of theirs'}"
                + ("" if clear else telling(found[iri][0], country=found[iri][1])),
                state="accepted" if clear else "candidate",
            )
            for iri in (there if clear else sorted(found))
        ]
        return entity, "linked" if clear else "ambiguous", links
