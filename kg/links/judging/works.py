"""A paper of ours and works of theirs -> links. Reads: Entity, Other. Emits: scores with their reasons, Link.

The evidence is the resolver's: titles as `kg.match.titles` relates them, author lists as `kg.match.authors` fits them,
years within one. A title alone links nothing. What scores `ACCEPTED` and leads by `MARGIN` is accepted; from
`CANDIDATE` on it is a candidate for review. benchmarks/links.py measures what these thresholds bring.
"""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from kg.links.judging.telling import telling
from kg.links.ours.entities import Entity
from kg.links.outcomes import Outcome
from kg.links.targets.target import Level, Predicate, Target, predicate_iri
from kg.match.authors import AuthorList, fit
from kg.match.names import is_misspelling, name_tokens
from kg.match.titles import Relation, is_generic, relation, title_match_key, title_words
from kg.model import Link
from kg.text import fold

COMPOSITE: Final = "https://w3id.org/semapv/vocab/CompositeMatching"
"""The method of a link by several fields."""
ACCEPTED: Final = 0.92
CANDIDATE: Final = 0.7
MARGIN: Final = 0.05
"""By which the best work has to lead the second best."""
_HIGHEST: Final = 0.99
"""Only an identifier is certain."""
_SHORT: Final = 15
"""Letters of a title that many papers may have: one author's name more is no proof."""
_TITLES: Final[dict[Relation, float]] = {"equal": 1.0, "spelling": 0.88, "subtitle": 0.9}
_YEARS: Final = {0: 1.0, 1: 0.8}
_ARTICLE: Final = 3
_FORMS: Final = 3
"""Forms of one work that another graph may list as works: preprint, paper, article."""
_MOST: Final = 5
"""Candidates that are kept of one paper."""


class Writer(NamedTuple):
    """An author as the other graph has it; the IRI is empty where it has none."""

    iri: str
    name: str


class Other(NamedTuple):
    """A work of the other graph. Absent fields are empty."""

    iri: str
    title: str
    writers: tuple[Writer, ...] = ()
    complete: bool = True
    year: int | None = None
    venue: str = ""


class Scored(NamedTuple):
    """How well a work fits a paper, and why."""

    score: float
    other: Other
    evidence: str
    capped: bool = False
    """Whether the score cannot be trusted however high it is."""


def authors_of(entity: Entity) -> AuthorList:
    """Return the names of a paper's authors as tokens."""
    return AuthorList(tuple(name_tokens(author.name) for author in entity.authors if author.name), entity.complete)


def scored(entity: Entity, ours: AuthorList, other: Other) -> Scored | None:
    """Return how well a work fits a paper; None if it does not.

    Half of the score and a little more comes from the title, a third from the authors, a tenth from the year.
    """
    related = relation(entity.name, other.title)
    title = _TITLES.get(related)
    if title is None:
        return None
    theirs = AuthorList(tuple(name_tokens(writer.name) for writer in other.writers if writer.name), other.complete)
    named = bool(ours.names) and bool(theirs.names)
    agreed = _authors(ours, theirs) if named else 0.0
    if named and not agreed:
        return None
    apart = None if entity.year is None or other.year is None else abs(entity.year - other.year)
    year = 0.5 if apart is None else _YEARS.get(apart, 0.0)
    venue = 0.02 if entity.venue and fold(entity.venue) == fold(other.venue) else 0.0
    weight = _strength(agreed, min(len(ours.names), len(theirs.names))) if named else 0.4
    score = 0.55 * title + 0.35 * weight + 0.1 * year + venue
    short = len(title_match_key(entity.name)) < _SHORT and len(ours.names) < 2 and not venue
    distant = apart is not None and apart > 1
    reworded = related == "spelling" and not is_slip(entity.name, other.title)
    capped = not named or distant or short or reworded or is_generic(entity.name)
    return Scored(min(score, _HIGHEST), other, _words(related, agreed, apart, venue, named=named), capped)


def is_slip(left: str, right: str) -> bool:
    """Return whether two titles differ by slips of the pen only, and not by a word that changes what they are about.

    Each differing word is the other one with a letter more, less, wrong or swapped; a word of up to three letters may
    be left out.
    """
    ours, theirs = title_words(left), title_words(right)
    for how, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if how == "equal":
            continue
        one, other = "".join(ours[a:b]), "".join(theirs[c:d])
        if not is_misspelling(one, other, shortest=4) and max(len(one), len(other)) > _ARTICLE:
            return False
    return True


def _strength(agreed: float, names: int) -> float:
    """Return how strongly authors speak for one work: initials of four say more than those of one."""
    return min(1.0, 0.6 + 0.4 * agreed + 0.05 * (names - 1))


def _authors(ours: AuthorList, theirs: AuthorList) -> float:
    if len(ours.names) == len(theirs.names) and sorted(ours.names) == sorted(theirs.names):
        return 1.0  # many graphs keep no order of authors
    return fit(ours, theirs)


def _words(related: Relation, agreed: float, apart: int | None, venue: float, *, named: bool) -> str:
    titles = {"equal": "equal titles", "spelling": "titles but for a few letters", "subtitle": "titles but a subtitle"}
    parts = [titles[related], f"authors fit {agreed:.2f}" if named else "authors unknown on one side"]
    parts.append("years unknown on one side" if apart is None else f"years {apart} apart")
    if venue:
        parts.append("equal venues")
    return ", ".join(parts)


def paper_links(
    entity: Entity, others: Iterable[Other], target: Target, level: Level
) -> tuple[list[Link], Outcome, Other | None]:
    """Return the links of a paper to works that were found for it, its outcome, and the work that was accepted."""
    ours = authors_of(entity)
    return chosen(entity, (found for other in others if (found := scored(entity, ours, other))), target, level)


def chosen(
    entity: Entity, fitting: Iterable[Scored], target: Target, level: Level
) -> tuple[list[Link], Outcome, Other | None]:
    """Return the same as `paper_links`, for works that were compared already."""
    ranked = sorted(
        (found for found in fitting if found.score >= CANDIDATE), key=lambda found: (-found.score, found.other.iri)
    )
    if not ranked:
        return [], "no match", None
    best = ranked[0]
    led = len(ranked) == 1 or best.score - ranked[1].score >= MARGIN
    if best.score >= ACCEPTED and led and not best.capped:
        return [_link(entity, best, target, _fuzzy(level), accepted=True)], "linked", best.other
    forms = [found for found in ranked if best.score - found.score < MARGIN]
    if 1 < len(forms) <= _FORMS and all(_is_form_of(found, best) for found in forms):
        return [_link(entity, found, target, "skos:closeMatch", accepted=True) for found in forms], "linked", best.other
    candidates = [_link(entity, found, target, "skos:closeMatch", accepted=False) for found in ranked[:_MOST]]
    return candidates, "ambiguous", None


def _is_form_of(found: Scored, best: Scored) -> bool:
    """Return whether two works that both fit a paper are forms of one work: their titles and authors are equal.

    Neither is more certainly meant than the other one, so that neither is the same as the paper.
    """
    if found.score < ACCEPTED or found.capped or not found.other.writers:
        return False
    names = [sorted(name_tokens(writer.name) for writer in one.other.writers) for one in (found, best)]
    return names[0] == names[1] and relation(found.other.title, best.other.title) == "equal"


def _fuzzy(level: Level) -> Predicate:
    """Return what holds by likeness alone: which form of a work is meant cannot be known by its title."""
    return {"work": "skos:exactMatch", "page": "rdfs:seeAlso"}.get(level, "skos:closeMatch")  # type: ignore[return-value]


def _link(entity: Entity, found: Scored, target: Target, predicate: Predicate, *, accepted: bool) -> Link:
    return Link(
        subject=entity.iri,
        target=target.name,
        object=found.other.iri,
        predicate=predicate_iri(predicate),
        score=found.score,
        method=COMPOSITE,
        evidence=found.evidence if accepted else found.evidence + _telling(found.other),
        state="accepted" if accepted else "candidate",
    )


def _telling(other: Other) -> str:
    return telling(other.title, (writer.name for writer in other.writers), venue=other.venue, year=other.year)


def disagree(entity: Entity, titles: Sequence[str]) -> bool:
    """Return whether a work that shares an identifier with a paper has quite another title."""
    return bool(entity.name) and bool(titles) and all(relation(entity.name, title) == "different" for title in titles)
