"""Things without a link -> links by an endpoint's answers. Reads: Entity, Asker. Emits: Link, outcomes."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from kg.links.judging.telling import telling
from kg.links.judging.works import Other, Writer, disagree, paper_links
from kg.links.ours.entities import Entity
from kg.links.ours.held import EXACT, LABELS, Key, identity
from kg.links.outcomes import Outcome
from kg.links.targets.target import Predicate, Question, Side, Target, predicate_iri
from kg.links.theirs.asking import Asker
from kg.links.theirs.journal import Row
from kg.match.names import is_full_name
from kg.match.titles import plain_title
from kg.model import Link, Name
from kg.text import blanks_folded, fold

_OF_WORKS: Final = frozenset({"title", "author"})
"""Keys that lead to works which have to be compared."""
_NAMES: Final = 2
"""Authors of a paper by whom it is asked for."""
_AT_ONCE: Final = 5_000
"""Things whose answers are held in memory together."""
_SMALL: Final = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)
_TYPED: Final = str.maketrans(
    {"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "}
)
Found = Callable[[Entity, Outcome, Other | None], None]
Decided = tuple[list[Link], Outcome, Other | None]


class Way(NamedTuple):
    """One question to one target about things of one kind."""

    question: Question
    target: Target
    side: Side
    on_versions: frozenset[Key]
    """The identifiers of all versions."""
    see: Callable[[Other], None] = lambda _: None
    """Takes each work that an answer brings."""


def _titled(text: str) -> str:
    words = text.split(" ")
    return " ".join(
        word if at and word.lower() in _SMALL else word[:1].upper() + word[1:] for at, word in enumerate(words)
    )


_FORMS: Final[dict[str, Callable[[str], str]]] = {
    "{value}": str,
    "{upper}": str.upper,
    "{lower}": str.lower,
    "{sentence}": lambda text: text[:1].upper() + text[1:].lower(),
    "{titled}": _titled,
}


def spelled(question: Question, value: str) -> Iterator[str]:
    """Yield a key of ours as the other graph may write it."""
    values: Iterable[str] = (value,)
    if question.key == "title":
        plain = blanks_folded(plain_title(value))
        values = dict.fromkeys((value, plain, plain.translate(_TYPED), plain.replace(" – ", ": ")))
    for spelling in question.spellings:
        for one in values:
            written = spelling
            for mark, form in _FORMS.items():
                if mark in written:
                    written = written.replace(mark, form(one))
            yield written


def keys_of(entity: Entity, way: Way) -> list[str]:
    """Return what a thing can be asked for by: its identifiers, its title or its name, as the other graph writes it."""
    question = way.question
    if question.key in {"title", "name"}:
        values: tuple[str, ...] = (entity.name,) if entity.name else ()
        if question.key == "name":
            values = tuple(dict.fromkeys((*values, *entity.variants)))
    elif question.key == "author":
        return _telling_names(entity)
    else:
        values = entity.values(question.key)
        if way.side.level == "form" and entity.versions:
            values = tuple(value for value in values if (question.key, value) not in way.on_versions)
    return list(dict.fromkeys(key for value in values for key in spelled(question, value)))


def _telling_names(entity: Entity) -> list[str]:
    """Return the names of a paper's authors that fewest others have, as far as their length says; no initials."""
    names = {author.name for author in entity.authors if is_full_name(Name(printed=author.name))}
    return sorted(names, key=lambda name: (-len(name), name))[:_NAMES]


def asked_links(entities: Iterable[Entity], way: Way, asker: Asker, found: Found) -> Iterator[Link]:
    """Yield the links that a question brings, and tell the outcome of each thing that was asked for.

    Args:
        entities: of the kind that the question is about, those without a link.
        way: the question.
        asker: of the endpoints of the target.
        found: takes a thing, its outcome, and the work that a paper was linked to by its title.
    """
    arriving = iter(entities)
    while some := list(islice(arriving, _AT_ONCE)):
        keys = {entity.iri: keys_of(entity, way) for entity in some}
        rows: dict[str, list[Row]] = {}
        failed: set[str] = set()
        for answer in asker.answers(way.question, [key for each in keys.values() for key in each]):
            rows.update(answer.rows)
            failed.update(answer.failed)
        for entity in some:
            mine = keys[entity.iri]
            links, outcome, other = _linked(entity, [(key, row) for key in mine for row in rows.get(key, ())], way)
            if outcome == "no match" and not all(key in rows for key in mine):
                outcome = "not asked" if failed.isdisjoint(mine) else "failed"
            if mine:
                found(entity, outcome, other)
            yield from links


def _linked(entity: Entity, answers: list[tuple[str, Row]], way: Way) -> Decided:
    proper = [(key, row) for key, row in answers if way.side.pattern.fullmatch(row.get("thing", ""))]
    if way.question.key in _OF_WORKS:
        others = {row["thing"]: work_of(row, key) for key, row in proper}
        for other in others.values():
            way.see(other)
        return paper_links(entity, others.values(), way.target, way.side.level)
    things = sorted({row["thing"] for _, row in proper})
    if not things:
        return [], "no match", None
    if way.question.key == "name":
        return _by_name(entity, proper, things, way.target)
    return _by_identifier(entity, proper, things, way)


def work_of(row: Row, title: str) -> Other:
    """Return the work of an answer's row; its title is the one that was asked for if the row has none."""
    year = row.get("year", "")[:4]
    writers = (line.partition(" ") for line in row.get("authors", "").split("\n") if line)
    return Other(
        iri=row["thing"],
        title=row.get("title", title),
        writers=tuple(sorted({Writer("" if iri == "-" else iri, name) for iri, _, name in writers if name})),
        complete=True,
        year=int(year) if year.isdecimal() else None,
        venue=row.get("venue", ""),
    )


def _by_identifier(entity: Entity, answers: list[tuple[str, Row]], things: list[str], way: Way) -> Decided:
    scheme = way.question.key
    label, values = LABELS.get(scheme, scheme), entity.values(scheme)
    predicate = _predicate(entity, way)
    told = f"both have the {label} {', '.join(values)}"
    clear = len(things) == 1 and not disagree(entity, [row["title"] for _, row in answers if "title" in row])
    if len(things) > 1:
        told += f"; {len(things)} of theirs have it"
    elif not clear:
        told += "; but their titles differ"
    links = [
        Link(
            subject=entity.iri,
            target=way.target.name,
            object=thing,
            predicate=predicate_iri(predicate if clear else "skos:closeMatch"),
            score=1.0 if clear else 0.8,
            method=EXACT,
            evidence=told if clear else told + _telling(thing, answers),
            state="accepted" if clear else "candidate",
        )
        for thing in things
    ]
    return links, "linked" if clear else "ambiguous", None


def _telling(thing: str, answers: list[tuple[str, Row]]) -> str:
    """Return the words for a thing of theirs, as far as the answers say."""
    other = next(work_of(row, row.get("title", "")) for _, row in answers if row["thing"] == thing)
    return telling(other.title, (writer.name for writer in other.writers), venue=other.venue, year=other.year)


def _predicate(entity: Entity, way: Way) -> Predicate:
    """Return what holds between a thing of ours and the only one of theirs that has its identifier."""
    side, scheme = way.side, way.question.key
    if side.level in {"form", "page"} or side.predicate is not None:
        held = [identity(entity, (scheme, value), side, way.on_versions) for value in entity.values(scheme)]
        return next((one for one in held if one is not None), "skos:closeMatch")
    return "skos:closeMatch" if entity.basis in {"full-name", "this-paper"} else "owl:sameAs"


def _by_name(entity: Entity, answers: list[tuple[str, Row]], things: list[str], target: Target) -> Decided:
    """Return the links of an organization by its name: accepted where the country agrees and nobody else has it."""
    countries = {fold(row["country"]) for _, row in answers if "country" in row}
    clear = len(things) == 1 and bool(entity.country) and countries == {fold(entity.country)}
    links = [
        Link(
            subject=entity.iri,
            target=target.name,
            object=thing,
            predicate=predicate_iri("skos:exactMatch" if clear else "skos:closeMatch"),
            score=0.95 if clear else 0.75,
            method=EXACT,
            evidence=f"equal names, {'equal countries' if clear else 'country not proven'}, {len(things)} of this name"
            + ("" if clear else _telling_body(thing, answers)),
            state="accepted" if clear else "candidate",
        )
        for thing in things
    ]
    return links, "linked" if clear else "ambiguous", None


def _telling_body(thing: str, answers: list[tuple[str, Row]]) -> str:
    """Return the words for an organization of theirs: a name that it was asked for by, and its country."""
    named = [(key, row.get("country", "")) for key, row in answers if row["thing"] == thing]
    return telling(named[0][0], country=next((country for _, country in named if country), ""))
