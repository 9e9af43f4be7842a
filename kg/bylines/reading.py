"""Run-together line -> title and authors. Reads: a printed line, the evidence. Emits: the best reading, and how sure.

Each candidate place gets log-odds from the learnt model; evidence adds to them; the shares of all candidates are the
confidences. Nothing decides alone: a clean title with the wrong authors behind it loses to a better place.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kg.bylines.candidates import Candidate, Line, candidates, chunked, inner_places
from kg.bylines.evidence import Evidence, first_name
from kg.bylines.features import features, no_author_features
from kg.bylines.lexicon import word_key
from kg.bylines.model import Model, shipped_model
from kg.bylines.uncased import script, uncased_score
from kg.bylines.view import view
from kg.names import author_spans, strip_edges

SURE = 0.95
"""A reading with less confidence is doubtful."""

UNMARKED = 0.8
"""No reading is surer than this if nothing but rules speaks for a place between letters of one kind."""

CLEAN_TITLE, CLEAN_LIST, CLEAN_NAME, LISTED_HERE, LISTED, RECURRING, WORD, WHOLE_WORD = (
    12.0,
    8.0,
    6.0,
    5.0,
    3.0,
    1.5,
    1.5,
    3.0,
)
"""What each evidence adds to the log-odds of a place."""

MAX_ALTERNATIVES, LEAST_SHARE = 5, 0.001
"""So many other places are told, each with at least this share."""


class Alternative(NamedTuple):
    """Another place where the title may end, and its share."""

    split: int
    title: str
    first_author: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a run-together line says.

    `title` and `authors_raw` are slices of the printed line around `split`, without blanks at their edges; `authors`
    are the printed names; `complete` is false behind `et al.` and where no author was found; `confidence` is from 0
    to 1; `reason` is what decided: clean-title, clean-authors, clean-name, recurring-name, known-word, model, shape.
    """

    title: str
    authors_raw: str
    authors: tuple[str, ...]
    complete: bool
    split: int
    confidence: float
    doubtful: bool
    reason: str
    alternatives: tuple[Alternative, ...]


class _Scored(NamedTuple):
    place: int
    score: float
    reason: str
    name: str


def split(line: str, evidence: Evidence, page: str = "", *, model: Model | None = None) -> Reading:
    """Return the best reading of a run-together line of a page."""
    model = model or shipped_model()
    seen = view(line)
    parted = chunked(seen.text)
    found = list(candidates(parted, model))
    scored = [_scored(parted, candidate, evidence, page, model) for candidate in found]
    if not any(one.reason in {"clean-title", "clean-authors", "clean-name"} for one in scored):
        known = set(found)
        scored += [
            _scored(parted, candidate, evidence, page, model)
            for candidate in inner_places(parted)
            if candidate not in known and _is_evident(parted, candidate, evidence)
        ]
    whole = CLEAN_TITLE if evidence.has_title(seen.text) else 0.0
    none = model.score(no_author_features(parted, len(found))) + whole
    scored.append(_Scored(len(seen.text), none, "clean-title" if whole else "model", ""))
    return _reading(line, seen.places, scored)


def _reading(line: str, places: range | list[int], scored: list[_Scored]) -> Reading:
    top = max(one.score for one in scored)
    total = sum(math.exp(one.score - top) for one in scored)
    ranked = sorted(scored, key=lambda one: (-one.score, one.place))
    shares = [math.exp(one.score - top) / total for one in ranked]
    best = ranked[0]
    confidence = min(shares[0], UNMARKED) if best.reason == "shape" else shares[0]
    place = places[best.place] if best.name else len(line)
    spans, complete = author_spans(line[place:])
    authors = tuple(line[place + start : place + end] for start, end in spans)
    return Reading(
        title=strip_edges(line[:place]),
        authors_raw=strip_edges(line[place:]),
        authors=authors,
        complete=complete and bool(authors),
        split=place,
        confidence=round(confidence, 4),
        doubtful=confidence < SURE or not authors,
        reason=best.reason,
        alternatives=tuple(
            Alternative(places[one.place], strip_edges(line[: places[one.place]]), one.name, round(share, 4))
            for one, share in list(zip(ranked, shares, strict=True))[1 : MAX_ALTERNATIVES + 1]
            if share >= LEAST_SHARE
        ),
    )


def _scored(line: Line, candidate: Candidate, evidence: Evidence, page: str, model: Model) -> _Scored:
    score = model.score(features(line, candidate, model)) + uncased_score(line, candidate)
    reason, most = "model", 0.0
    for name, bonus in _bonuses(line, candidate, evidence, page, model):
        score += bonus
        if bonus > most:
            reason, most = name, bonus
    if reason in {"model", "known-word"} and _is_unmarked(line.text, candidate.place):
        reason = "shape"
    return _Scored(candidate.place, score, reason, first_name(line, candidate.place, candidate.chunk))


def _is_unmarked(text: str, place: int) -> bool:
    """Return whether neither capital nor sign nor change of script marks a place: rules alone can't be sure there."""
    before, letter = text[place - 1], text[place]
    if before == " ":
        return True
    if letter.islower():
        return before.islower()
    return not letter.isupper() and before.isalpha() and script(before) == script(letter)


def _bonuses(
    line: Line, candidate: Candidate, evidence: Evidence, page: str, model: Model
) -> Iterator[tuple[str, float]]:
    name = first_name(line, candidate.place, candidate.chunk)
    several = " " in name
    if evidence.has_title(line.text[: candidate.place]):
        yield "clean-title", CLEAN_TITLE
    if several and evidence.has_list(line.text[candidate.place :]):
        yield "clean-authors", CLEAN_LIST
    if evidence.has_name(name):
        yield "clean-name", CLEAN_NAME if several else 1.0
    listed = evidence.is_listed(name, page) if several else 0
    if listed:
        yield "recurring-name", LISTED_HERE if listed > 1 else LISTED
    occurrences = evidence.occurrences(name)
    if occurrences > 1 and several:
        yield "recurring-name", RECURRING * (occurrences - 1)
    if evidence.has_word(line.text[candidate.word_start : candidate.place]):
        yield "known-word", WORD
    if candidate.place > candidate.word_start and evidence.has_word(
        line.text[candidate.word_start : candidate.word_end]
    ):
        yield "half-word", -WHOLE_WORD
    first = name.split(" ")[0]
    if evidence.has_word(first) and not model.given(word_key(first)):
        yield "no-name", -WORD


def _is_evident(line: Line, candidate: Candidate, evidence: Evidence) -> bool:
    """Return whether a place that no rule suggests is one that clean pages show.

    Behind a blank only a clean title counts: any author but the first stands there too.
    """
    name = first_name(line, candidate.place, candidate.chunk)
    if " " not in name:
        return False
    if candidate.place > candidate.word_start and evidence.has_name(name):
        return True
    return evidence.has_title(line.text[: candidate.place])
