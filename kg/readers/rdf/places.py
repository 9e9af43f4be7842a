"""Where a paper stands, in published vocabularies -> venue, volume, issue. Reads: Thing. Emits: Place."""

from typing import NamedTuple

from pyoxigraph import Literal

from kg.model import Venue
from kg.readers.html.parts import line_of, pages_of
from kg.readers.rdf import words
from kg.readers.rdf.graph import SWRC, Thing, first
from kg.readers.rdf.people import publisher_by_role
from kg.readers.syntax.json_records import Found

_NUMBER = (f"{words.FABIO}hasSequenceIdentifier",)
_HIGHEST = 6


class Place(NamedTuple):
    """Where something was published."""

    venue: Venue | None
    volume: str | None
    issue: str | None
    pages: str | None


def place_of(paper: Thing, forms: list[Thing], found: Found) -> Place:
    """Return the place of a paper; `forms` are what realizes and embodies it, the paper itself first."""
    wholes = _wholes(forms)
    volume = first(line_of(one.text(*words.VOLUME)) for one in (*forms, *wholes))
    issue = first(line_of(one.text(*words.ISSUE)) for one in (*forms, *wholes))
    for one in wholes:
        number = line_of(one.text(*_NUMBER))
        volume = volume or (number if _is(one, "Volume") else None)
        issue = issue or (number if _is(one, "Issue") else None)
    ends = [first(line_of(one.text(*names)) for one in forms) for names in words.PAGE_ENDS]
    pages = first(line_of(one.text(*words.PAGES)) for one in forms) or pages_of(ends[0], ends[1])
    return Place(_venue(paper, forms, wholes, found), volume, issue, pages)


def _is(whole: Thing, word: str) -> bool:
    return any(one.endswith(word) for one in whole.types)


def _wholes(forms: list[Thing]) -> list[Thing]:
    """Return what a paper is part of, the nearest first; SemOpenAlex names the source of a location."""
    found: list[Thing] = []
    waiting = [one for form in forms for one in (*form.things(*words.WHOLES), *_sources(form))]
    known: set[str] = set()
    for _ in range(_HIGHEST * len(waiting) if len(waiting) < _HIGHEST else _HIGHEST * _HIGHEST):
        if not waiting:
            break
        one = waiting.pop(0)
        if one.key not in known:
            known.add(one.key)
            found.append(one)
            waiting += one.things(*words.WHOLES)
    return found


def _sources(form: Thing) -> list[Thing]:
    places = form.things(*words.soa("hasPrimaryLocation")) or form.things(*words.soa("hasLocation"))
    return [source for one in places for source in one.things(*words.soa("hasSource"))] + form.things(
        *words.soa("hasHostVenue"), f"{SWRC}journal", f"{words.DBLP}publishedInStream"
    )


def _venue(paper: Thing, forms: list[Thing], wholes: list[Thing], found: Found) -> Venue | None:
    named = [
        (one, name)
        for one in reversed(wholes)
        if (name := line_of(one.title(*words.PLACE_TITLE))) and not (_is(one, "Volume") or _is(one, "Issue"))
    ]
    series = [pair for pair in named if pair[0].types & words.SERIES] or named
    printed = [text for form in forms for one in form.literals(*words.VENUE_NAMES) if (text := line_of(one.value))]
    printed += [text for form in forms for one in form.values(*words.WHOLES)
                if isinstance(one, Literal) and (text := line_of(one.value)) and "://" not in text]  # fmt: skip
    name = first([*(name for _, name in series), *printed])
    if name is None:
        return None
    issns = [known.value for one in (*forms, *wholes) for text in _issns(one)
             if (known := found.identifier("issn", text)) is not None]  # fmt: skip
    return Venue(name=name, issns=tuple(dict.fromkeys(issns)), publisher=publisher_of(paper, [*forms, *wholes]))


def publisher_of(paper: Thing, things: list[Thing]) -> str | None:
    """Return the name of the publisher that a paper, or what it is part of, names."""
    told = [publisher_by_role(paper)]
    for one in things:
        told += [line_of(agent.title(*words.PLACE_TITLE)) for agent in one.things(*words.PUBLISHER)]
        told += [line_of(text.value) for text in one.literals(*words.PUBLISHER)]
    return first(told)


def _issns(one: Thing) -> list[str]:
    found = one.texts(*words.ISSNS)
    for node in one.things(f"{words.DATACITE}hasIdentifier"):
        if f"{words.DATACITE}issn" in node.texts(f"{words.DATACITE}usesIdentifierScheme"):
            found += node.texts(words.LITERAL)
    found += [text[5:] for text in one.texts(*words.ANY_IDENTIFIER) if text.upper().startswith("ISSN ")]
    return found + [text[len("urn:issn:") :] for text in [one.iri] if text.lower().startswith("urn:issn:")]
