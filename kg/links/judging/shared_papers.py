"""Linked papers -> links of their authors. Reads: Entity, the works they were linked to. Emits: Link.

A person is linked by an identifier, or by a name and a paper that both have. A paper's author is one of theirs only if
no other name of either list fits. Who would be two of theirs is linked to neither: they are candidates.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kg.links.judging.telling import telling
from kg.links.judging.works import COMPOSITE, Other, Writer
from kg.links.ours.entities import Entity
from kg.links.targets.target import Target, predicate_iri
from kg.match.names import ABBREVIATED, MISSPELT, agreement, name_tokens
from kg.model import Link

_BASE_SCORE: Final = 0.95
_PER_PAPER: Final = 0.01


class SharedPapers:
    """Which persons stand at one place of papers that were linked."""

    def __init__(self) -> None:
        """Begin with none."""
        self._papers: dict[str, dict[str, list[str]]] = {}
        self._names: dict[tuple[str, str], tuple[str, str, str]] = {}

    def add(self, paper: Entity, other: Other) -> None:
        """Take a paper and the work that it was linked to."""
        ours = [(author.agent, author.name, name_tokens(author.name)) for author in paper.authors if author.agent]
        theirs = [(writer.iri, writer.name, name_tokens(writer.name)) for writer in other.writers if writer.iri]
        for agent, name, tokens in ours:
            fitting = [one for one in theirs if agreement(tokens, one[2]) >= MISSPELT]
            if len(fitting) != 1 or agreement(tokens, fitting[0][2]) < ABBREVIATED:
                continue
            rivals = [one for one in ours if agreement(one[2], fitting[0][2]) >= MISSPELT]
            if len(rivals) == 1:
                self._papers.setdefault(agent, {}).setdefault(fitting[0][0], []).append(paper.iri)
                self._names[agent, fitting[0][0]] = (name, fitting[0][1], other.title or paper.name)

    def claim(self, paper: Entity, person: str, names: Iterable[str]) -> None:
        """Take a paper that a person of theirs claims as a work of theirs, under one of their names."""
        for name in names:
            before = len(self._names)
            self.add(paper, Other(person, "", (Writer(person, name),)))
            if len(self._names) > before:
                return

    def links(self, persons: Iterable[Entity], target: Target, linked: Iterable[str]) -> Iterator[Link]:
        """Yield the links of those persons that are not linked yet."""
        side, done = target.sides.get("person"), set(linked)
        for person in persons:
            found = self._papers.get(person.iri)
            if side is None or not found or person.iri in done:
                continue
            proper = {iri: papers for iri, papers in found.items() if side.pattern.fullmatch(iri)}
            certain = len(proper) == 1
            # A bearer of a name in this graph may still be several persons.
            exact = certain and person.basis in {"orcid", "source-id"}
            for iri, papers in sorted(proper.items()):
                our_name, their_name, work = self._names[person.iri, iri]
                yield Link(
                    subject=person.iri,
                    target=target.name,
                    object=iri,
                    predicate=predicate_iri("skos:exactMatch" if exact else "skos:closeMatch"),
                    score=min(0.99, _BASE_SCORE + _PER_PAPER * (len(papers) - 1)) if certain else 0.8,
                    method=COMPOSITE,
                    evidence=f"{our_name} and {their_name} at one place of {len(papers)} linked papers"
                    + ("" if certain else f"; {len(proper)} of theirs fit{telling(their_name, work=work)}"),
                    state="accepted" if certain else "candidate",
                )
