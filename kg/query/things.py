"""A user's words -> the things they mean. Reads: words, a graph through `select`. Emits: IRI terms, labels.

Scholars write names, titles and codes; queries want IRIs. The exact label wins; then the label that is equal once
case, accents and punctuation are folded; then the one thing whose label has all the words.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from kg.errors import UsageError
from kg.terms import iri, is_iri, text
from kg.text import fold

SelectTexts = Callable[[str], Iterable[tuple[str, ...]]]
"""SPARQL SELECT -> rows of IRIs and lexical forms."""

_LABELS = {
    "person": ("kg:Person kg:Organization", "kg:name|kg:nameVariant"),
    "paper": ("kg:Paper", "kg:title|kg:doi|kg:arxivId"),
    "category": ("kg:Category", "skos:notation|kg:name|skos:prefLabel"),
    "source": ("kg:SourceDocument", "kg:documentName|kg:profileName|kg:sha256"),
}
KINDS = frozenset(_LABELS)
_SHOWN = 6
_LONGEST = 200  # characters of a user's words that a message repeats
_ALIKE = 2  # letters


class Found(NamedTuple):
    """The things that words mean: their IRI terms, sorted, and a note where the words did not say it exactly."""

    terms: tuple[str, ...]
    note: str | None = None


def find_things(kind: str, words: str, select: SelectTexts) -> Found:
    """Return the things of a kind that a user's words mean; several where a label has several bearers.

    Args:
        kind: one of `KINDS`.
        words: a label in any case, with or without accents, `Family, Given` for persons; or an IRI.
        select: asks the graph.

    Raises:
        UsageError: nothing is meant, or too much; near labels are listed.
    """
    classes, path = _LABELS[kind]
    bare = words.strip("<>")
    if is_iri(bare) and ("://" in bare or words == f"<{bare}>"):
        term = iri(bare)
        found = select(f"SELECT ?thing WHERE {{ VALUES ?thing {{ {term} }} ?thing a ?class }} LIMIT 1")
        if not any(True for _ in found):
            raise UsageError(f"the graph has no {kind} {term}")
        return Found((term,))
    pattern = f"VALUES ?class {{ {classes} }} ?thing a ?class ; {path} ?label"
    exact = [row[0] for row in select(f"SELECT ?thing WHERE {{ VALUES ?label {{ {text(words)} }} {pattern} }}")]
    if exact:
        return Found(_terms(exact))
    labels = [(row[0], row[1]) for row in select(f"SELECT ?thing ?label WHERE {{ {pattern} }}")]
    return _among(kind, words, labels)


def _quoted(words: str) -> str:
    return repr(words if len(words) <= _LONGEST else f"{words[:_LONGEST]}...")


def _terms(iris: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({iri(found) for found in iris}))


def _among(kind: str, words: str, labels: list[tuple[str, str]]) -> Found:
    if not fold(words):
        raise UsageError(f"{_quoted(words)} names no {kind}: write its label, or its IRI")
    family, comma, given = words.partition(",")
    wanted = {fold(words)} | ({fold(f"{given} {family}")} if comma and kind == "person" else set())
    folded = [(thing, label, fold(label)) for thing, label in labels]
    equal = [thing for thing, label, key in folded if key in wanted or _short_code(kind, label) in wanted]
    if equal:
        return Found(_terms(equal))
    asked = set(fold(words).split())
    holding = [(thing, label) for thing, label, key in folded if asked and asked <= set(key.split())]
    if len({thing for thing, _ in holding}) == 1:
        return Found(_terms([holding[0][0]]), f"{_quoted(words)} is taken for {holding[0][1]!r}")
    if holding:
        raise UsageError(f"{_quoted(words)} can mean several of kind {kind}: {_listed(label for _, label in holding)}")
    near = _near(fold(words), {key: label for _, label, key in folded})
    hint = f"; did you mean {_listed(near)}?" if near else ""
    raise UsageError(f"the graph has no {kind} called {_quoted(words)}{hint}")


def _near(asked: str, labels: Mapping[str, str]) -> list[str]:
    """Return labels that are spelt like the words, among those with a word that begins alike."""
    beginnings = {word[:_ALIKE] for word in asked.split()}
    candidates = [key for key in sorted(labels) if beginnings & {word[:_ALIKE] for word in key.split()}]
    return [labels[key] for key in difflib.get_close_matches(asked, candidates, n=_SHOWN, cutoff=0.6)]


def _short_code(kind: str, label: str) -> str:
    """Return the last part of a notation (`LG` of `cs.LG`), by which listing pages call a category."""
    return fold(label.rpartition(".")[2]) if kind == "category" and "." in label else ""


def _listed(labels: Iterable[str]) -> str:
    distinct = sorted(set(labels))
    more = f" and {len(distinct) - _SHOWN} more" if len(distinct) > _SHOWN else ""
    return ", ".join(repr(label) for label in distinct[:_SHOWN]) + more
