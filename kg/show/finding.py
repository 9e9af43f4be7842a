"""Words -> the things they mean. Reads: a graph that answers SELECT. Emits: Match, best first."""

import difflib
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from kg.errors import UsageError
from kg.terms import is_iri
from kg.text import fold

Row = Mapping[str, object]
EXACT, _BEGINS, _HOLDS = range(3)
_ALIKE = 2  # letters
_KINDS = ("Paper", "Person", "Organization", "Category", "SourceDocument")


class Asked(Protocol):
    """A graph: it answers a SELECT, or a named query with its parameters, with rows from column to value."""

    def select(self, query: str, parameters: Mapping[str, object] | None = None, /) -> Iterable[Row]:
        """Return the rows."""


class Match(NamedTuple):
    """A thing that words mean: how well (0 is best), its kind, label and IRI."""

    rank: int
    kind: str
    label: str
    iri: str


_CLASSES = "kg:Paper kg:Person kg:Organization kg:Category kg:SourceDocument"
_LABEL_PATHS = (
    "kg:title|kg:doi|kg:arxivId|kg:name|kg:nameVariant|skos:notation|skos:prefLabel|kg:documentName|kg:profileName"
)
_LABELS = f"""
SELECT ?class ?thing ?main ?label ?shown
WHERE {{
  VALUES ?class {{ {_CLASSES} }}
  ?thing a ?class .
  OPTIONAL {{ ?thing kg:title|kg:name|kg:documentName ?main }}
  {{ ?thing {_LABEL_PATHS} ?label BIND (true AS ?shown) }}
  UNION
  {{ ?thing kg:authorLine ?label BIND (false AS ?shown) }}
}}
"""
_OF_IRI = f"""
SELECT ?class (SAMPLE(?name) AS ?label)
WHERE {{{{
  VALUES (?thing) {{{{ (<{{iri}}>) }}}}
  VALUES ?class {{{{ {_CLASSES} }}}}
  ?thing a ?class OPTIONAL {{{{ ?thing kg:title|kg:name|kg:documentName ?name }}}}
}}}}
GROUP BY ?class
"""


def find(graph: Asked, words: str) -> list[Match]:
    """Return the things that words mean, best first; each thing once.

    A label that holds all words counts; where no label does, all labels of one thing together, with its authors.

    Raises:
        UsageError: there is none; near labels are listed.
    """
    wanted = words.strip("<>")
    if is_iri(wanted) and ("://" in wanted or words == f"<{wanted}>"):
        rows = list(graph.select(_OF_IRI.format(iri=wanted)))
        return _sorted([Match(EXACT, local_name(row["class"]), str(row["label"] or ""), wanted) for row in rows], words)
    rows = list(graph.select(_LABELS))
    asked = fold(words)
    best: dict[str, Match] = {}
    for row in rows:
        rank = _rank(asked, fold(str(row["label"]))) if row["shown"] else None
        if rank is not None:
            _keep(best, row, rank)
    if not best:
        best = _with_authors(asked, rows)
    return _sorted(list(best.values()), words, _near(asked, rows) if not best else ())


def _keep(best: dict[str, Match], row: Row, rank: int) -> None:
    thing = str(row["thing"])
    if thing not in best or rank < best[thing].rank:
        best[thing] = Match(rank, local_name(row["class"]), str(row["main"] or ""), thing)


def _with_authors(asked: str, rows: list[Row]) -> dict[str, Match]:
    """Return the things of which all labels together, author lines too, hold the words."""
    together: dict[str, list[str]] = {}
    for row in rows:
        together.setdefault(str(row["thing"]), []).append(fold(str(row["label"])))
    best: dict[str, Match] = {}
    for row in rows:
        if _rank(asked, " ".join(together[str(row["thing"])])) is not None:
            _keep(best, row, _HOLDS)
    return best


def _near(asked: str, rows: list[Row]) -> list[str]:
    """Return labels that are spelt like the words, among those with a word that begins alike."""
    beginnings = {word[:_ALIKE] for word in asked.split()}
    shown = sorted((str(row["label"]) for row in rows if row["shown"]), reverse=True)
    labels = {fold(label): label for label in shown}
    candidates = [key for key in sorted(labels) if beginnings & {word[:_ALIKE] for word in key.split()}]
    return [labels[key] for key in difflib.get_close_matches(asked, candidates, n=5, cutoff=0.6)]


def _sorted(matches: list[Match], words: str, near: Iterable[str] = ()) -> list[Match]:
    if matches:
        return sorted(matches, key=lambda m: (m.rank, _KINDS.index(m.kind), fold(m.label), m.iri))
    hint = " or ".join(repr(label) for label in near)
    raise UsageError(f"the graph knows nothing of {words!r}" + (f"; did you mean {hint}?" if hint else ""))


def local_name(iri: object) -> str:
    """Return what stands behind the # of an IRI."""
    return str(iri).rpartition("#")[2]


def _rank(asked: str, label: str) -> int | None:
    if not asked:
        return None
    if asked == label:
        return EXACT
    if label.startswith(f"{asked} "):
        return _BEGINS
    return _HOLDS if set(asked.split()) <= set(label.split()) else None
