"""The arXiv taxonomy. Reads: ontology/arxiv.ttl. Emits: the category that a printed code means.

A listing page prints the last part of a code only (`CV`), and nineteen of those belong to several archives. Which one
is meant is decided by the codes that are printed beside it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

import pyoxigraph
from msgspec import Struct

from kg.resources import resource

SCHEME = "arxiv"
# Archives by the number of submissions a year, largest first: arXiv's annual reports 2021 to 2024 (computer science,
# mathematics, the physics archives, then the small ones). Decides only where nothing on any page does.
_BY_SIZE = ("cs", "math", "cond-mat", "astro-ph", "physics", "eess", "stat", "q-bio", "nlin", "econ", "q-fin")
_UNKNOWN_SIZE = len(_BY_SIZE)
_FROM_SIZE, _FROM_INPUT = 0.5, 0.7


class Concept(Struct, frozen=True, kw_only=True):
    """A category or an archive: its notation (`cs.CV`, `cs`), its name, the notation of the archive above it."""

    notation: str
    name: str
    archive: str | None
    active: bool


class Resolution(Struct, frozen=True, kw_only=True):
    """What a printed code means. `guessed` is False where the code is printed in full."""

    notation: str
    confidence: float
    reason: str
    guessed: bool


@cache
def concepts() -> Mapping[str, Concept]:
    """Return all concepts by notation."""
    terms: dict[str, dict[str, str]] = {}
    for quad in pyoxigraph.parse(path=str(resource("ontology") / "arxiv.ttl")):
        local = quad.predicate.value.rpartition("#")[2]
        terms.setdefault(quad.subject.value, {})[local] = quad.object.value
    notations = {iri: found["notation"] for iri, found in terms.items() if "notation" in found}
    return {
        notation: Concept(
            notation=notation,
            name=terms[iri]["name"],
            archive=notations.get(terms[iri].get("broader", "")),
            active="deprecated" not in terms[iri],
        )
        for iri, notation in sorted(notations.items(), key=lambda pair: pair[1])
    }


@cache
def _by_short_code() -> Mapping[str, tuple[str, ...]]:
    codes: dict[str, list[str]] = {}
    for notation, concept in concepts().items():
        if concept.active and concept.archive is not None:
            codes.setdefault(notation.rpartition(".")[2], []).append(notation)
    return {code: tuple(found) for code, found in codes.items()}


def archive_votes(codes: Iterable[str]) -> Counter[str]:
    """Return how many of the printed codes can belong to one archive only, by archive."""
    votes: Counter[str] = Counter()
    for code in codes:
        known = concepts().get(code)
        meant = (code,) if known else _by_short_code().get(code, ())
        if len(meant) == 1:
            votes[concepts()[meant[0]].archive or meant[0]] += 1
    return votes


def resolve(code: str, page: Counter[str], everywhere: Counter[str]) -> Resolution | None:
    """Return the category that a printed code means, None if arXiv has no such code.

    Args:
        code: as printed, whole (`math.CO`, `quant-ph`) or short (`CO`).
        page: the votes (`archive_votes`) of the codes on the same page.
        everywhere: the votes of the whole input, asked where the page has none.
    """
    if code in concepts():
        return Resolution(notation=code, confidence=1.0, reason="printed in full", guessed=False)
    meant = _by_short_code().get(code, ())
    if not meant:
        return None
    if len(meant) == 1:
        reason = f"the only arXiv category with the short code {code}"
        return Resolution(notation=meant[0], confidence=1.0, reason=reason, guessed=True)
    archives = {concepts()[notation].archive or "": notation for notation in meant}
    for votes, most, where in ((page, 1.0, "on the page"), (everywhere, _FROM_INPUT, "in the whole input")):
        counted = {archive: votes[archive] for archive in archives}
        best = min(counted, key=lambda archive: (-counted[archive], _size_rank(archive), archive))
        total = sum(counted.values())
        if counted[best] > total - counted[best]:
            share = (counted[best] + 1) / (total + len(archives))
            reason = f"{counted[best]} of {total} codes {where} that tell the archives apart belong to {best}"
            return Resolution(notation=archives[best], confidence=round(most * share, 4), reason=reason, guessed=True)
    largest = min(archives, key=lambda archive: (_size_rank(archive), archive))
    reason = f"no other code tells {', '.join(sorted(meant))} apart; {largest} has the most submissions"
    return Resolution(notation=archives[largest], confidence=_FROM_SIZE, reason=reason, guessed=True)


def _size_rank(archive: str) -> int:
    return _BY_SIZE.index(archive) if archive in _BY_SIZE else _UNKNOWN_SIZE
