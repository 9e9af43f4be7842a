"""Works of theirs -> persons of ours, by the company that they keep. Reads: Entity, Other. Emits: Link.

A person whom no linked paper shows is known by a name and two co-authors: one of theirs bears the same name, given
name written out, and stands on a work with two people who bear the names of co-authors of ours. Names that many of
theirs bear prove nothing, nor do long lists of authors. Who would be two of theirs is linked to neither.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from kg.links.judging.telling import telling
from kg.links.judging.works import COMPOSITE, Other, Writer
from kg.links.ours.entities import Author, Entity
from kg.links.targets.target import Target, predicate_iri
from kg.match.names import is_collective, is_full_name, name_tokens
from kg.model import Link, Name

_SHARED: Final = 2
"""Co-authors that both have to have."""
_TEAM: Final = 30
"""Authors of a work beyond which equal names may be chance."""
_REMEMBERED: Final = 64
"""Co-authors that are remembered of one person; who has more has papers that were linked, too."""
_USUAL: Final = 10
"""Persons of theirs who bear one name, beyond which it is no evidence."""
_LONGEST_SHORT: Final = 4
"""Letters, and the blank before them, of which initials without dots have no more."""
_NAMESAKES: Final = 8
"""Of theirs that are kept of one person: more than one is no link anyway."""


class _Company(NamedTuple):
    """With whom one of theirs was seen."""

    name: str
    """Of the one, as printed there."""
    work: str
    """Title of the first such work."""
    others: dict[str, None]
    """Keys of names that co-authors of ours bear, in the order in which they were seen."""


def name_key(printed: str) -> str:
    """Return what two full names have in common that differ in case, accents or a comma (`Kent, Ada`) only."""
    if printed.isascii() and printed.replace(" ", "").isalpha() and len(printed) - printed.rfind(" ") > _LONGEST_SHORT:
        return " ".join(printed.lower().split())  # most names: the long way gives the same
    family, comma, given = printed.partition(",")
    turned = f"{given} {family}" if comma and given.strip() and "," not in given else printed
    return " ".join(name_tokens(turned))


class SharedCoauthors:
    """Which of theirs bear the name of a person of ours, in the company of people that bear those of co-authors."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._agents: dict[str, tuple[str, ...]] = {}
        self._company: dict[str, list[str]] = {}
        self._families: set[str] = set()
        self._bearers: dict[str, set[str]] = {}
        self._printed: dict[str, str] = {}
        self._found: dict[str, dict[str, _Company]] = {}

    def __bool__(self) -> bool:
        """Return whether anybody of ours has two co-authors."""
        return bool(self._agents)

    def add(self, paper: Entity) -> None:
        """Take a paper of ours: who stands beside whom."""
        team = list(_written_out(paper.authors)) if len(paper.authors) <= _TEAM else []
        for agent, key, printed in team:
            others = [other for _, other, _ in team if other != key]
            if len(others) < _SHARED:
                continue
            known = self._agents.get(key, ())
            if agent not in known:
                self._agents[key] = (*known, agent)
            mine = self._company.setdefault(agent, [])
            mine += [one for one in others if one not in mine][: _REMEMBERED - len(mine)]
            self._printed.setdefault(key, printed)
            self._families.add(key.rpartition(" ")[2])

    def knows(self, printed: str) -> bool:
        """Return whether a name is that of somebody of ours who has two co-authors."""
        return self._key(printed) in self._agents

    def bears(self, iri: str, printed: str) -> bool:
        """Return the same of the name of one of theirs, who is counted among its bearers."""
        key = self._key(printed)
        if key in self._agents:
            self._count(key, iri)
        return key in self._agents

    def _count(self, key: str, iri: str) -> None:
        bearers = self._bearers.setdefault(key, set())
        if iri and len(bearers) <= _USUAL:
            bearers.add(iri)

    def _key(self, printed: str) -> str:
        last = printed.rpartition(" ")[2]
        if last.isascii() and last.isalpha() and last.lower() not in self._families and "," not in printed:
            return ""  # most names of a dump; the others are worth a closer look
        return name_key(printed)

    def see(self, other: Other) -> None:
        """Take a work of theirs."""
        known: dict[str, Writer] = {}
        twice: set[str] = set()
        for writer in other.writers:
            key = self._key(writer.name)
            if key not in self._agents:
                continue
            if key in known and known[key].iri != writer.iri:
                twice.add(key)
            known[key] = writer
            self._count(key, writer.iri)
        if len(known) > _SHARED and len(other.writers) <= _TEAM:
            for key in known:
                if key not in twice:
                    self._meet(key, known, other.title)

    def _meet(self, key: str, known: Mapping[str, Writer], title: str) -> None:
        iri, name = known[key]
        for agent in self._agents[key] if iri else ():
            shared = [one for one in self._company[agent] if one in known]
            if len(shared) < _SHARED:
                continue
            found = self._found.setdefault(agent, {})
            if iri in found or len(found) < _NAMESAKES:
                found.setdefault(iri, _Company(name, title, {})).others.update(dict.fromkeys(shared))

    def links(self, persons: Iterable[Entity], target: Target, linked: Iterable[str]) -> Iterator[Link]:
        """Yield the links of those persons that have none yet."""
        fitting = self._fitting(target, frozenset(linked))
        claims = Counter(iri for found in fitting.values() for iri in found)
        for person in persons:
            found = fitting.get(person.iri, {})
            for iri, company in sorted(found.items()):
                yield self._link(person, iri, company, target, theirs=len(found), ours=claims[iri])

    def _fitting(self, target: Target, linked: frozenset[str]) -> dict[str, dict[str, _Company]]:
        """Return, of each person of ours without a link, those of theirs in whose company no name is a usual one."""
        side, fitting = target.sides.get("person"), dict[str, dict[str, _Company]]()
        if side is None:
            return fitting
        for agent in self._found.keys() - linked:
            for iri, company in self._found[agent].items():
                others = {one: None for one in company.others if len(self._bearers.get(one, ())) <= _USUAL}
                if len(others) >= _SHARED and side.pattern.fullmatch(iri):
                    fitting.setdefault(agent, {})[iri] = company._replace(others=others)
        return fitting

    def _link(self, person: Entity, iri: str, company: _Company, target: Target, *, theirs: int, ours: int) -> Link:
        certain = theirs == ours == 1
        names = [self._printed[name] for name in company.others]
        # A bearer of a name in this graph may still be several persons.
        exact = certain and person.basis in {"orcid", "source-id"}
        evidence = f"equal names, and both have the co-authors {', '.join(names)}"
        evidence += f"; {theirs} of theirs fit" if theirs > 1 else ""
        evidence += f"; {ours} of ours fit" if ours > 1 else ""
        return Link(
            subject=person.iri,
            target=target.name,
            object=iri,
            predicate=predicate_iri("skos:exactMatch" if exact else "skos:closeMatch"),
            score=min(0.96, 0.91 + 0.01 * len(names)) if certain else 0.75,
            method=COMPOSITE,
            evidence=evidence + ("" if certain else telling(company.name, work=company.work)),
            state="accepted" if certain else "candidate",
        )


def _written_out(authors: Iterable[Author]) -> Iterator[tuple[str, str, str]]:
    """Yield the persons of a list whose given name is written out: IRI, key of the name, the name."""
    for author in authors:
        named = is_full_name(Name(printed=author.name)) and not is_collective(author.name)
        if author.agent and named:
            yield author.agent, name_key(author.name), author.name
