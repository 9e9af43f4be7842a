"""Graph -> who writes with whom. Reads: a graph that answers SELECT. Emits: Coauthors.

The most connected persons are those with the most co-authors, over papers of at most `LARGEST_TEAM` authors: a paper of
a thousand authors would connect everybody with everybody and says nothing about who works with whom.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from kg.stats.counts import Asked

LARGEST_TEAM: Final = 50
_CANDIDATES = 4  # times as many persons are looked at as drawn: those without a co-author among them drop out


class Coauthors(NamedTuple):
    """The most connected persons and the papers that they share."""

    names: tuple[str, ...]
    """By number of co-authors in the whole graph, then papers, then name."""
    coauthors: tuple[int, ...]
    papers: tuple[int, ...]
    edges: tuple[tuple[int, int, int], ...]
    """Places of two persons in `names`, the first one before the second, and number of their joint papers."""
    persons: int
    """Persons of the graph that have a co-author."""


_DEGREES = f"""
SELECT ?person ?name (COUNT(DISTINCT ?other) AS ?others) (COUNT(DISTINCT ?paper) AS ?papers)
WHERE {{
  ?paper kg:authorCount ?size FILTER (?size > 1 && ?size <= {LARGEST_TEAM})
  ?paper kg:author ?person, ?other FILTER (?person != ?other)
  ?person a kg:Person ; kg:name ?name . ?other a kg:Person .
}}
GROUP BY ?person ?name
ORDER BY DESC(?others) DESC(?papers) ?name ?person
"""
_EDGES = f"""
SELECT ?person ?other (COUNT(DISTINCT ?paper) AS ?papers)
WHERE {{{{
  VALUES ?person {{{{ {{persons}} }}}}
  VALUES ?other {{{{ {{persons}} }}}}
  ?paper kg:author ?person, ?other ; kg:authorCount ?size
  FILTER (?size <= {LARGEST_TEAM} && STR(?person) < STR(?other))
}}}}
GROUP BY ?person ?other
"""


def coauthors(graph: Asked, *, most: int = 30) -> Coauthors:
    """Return the `most` most connected persons of a graph, of whom each has written with another one of them."""
    rows = list(graph.select(_DEGREES))
    candidates = rows[: _CANDIDATES * most]
    places = {str(row["person"]): at for at, row in enumerate(candidates)}
    edges = []
    if candidates:
        for row in graph.select(_EDGES.format(persons=" ".join(f"<{person}>" for person in places))):
            first, second = sorted((places[str(row["person"])], places[str(row["other"])]))
            edges.append((first, second, int(str(row["papers"]))))
    chosen = _connected(edges, most)
    return Coauthors(
        names=tuple(str(rows[at]["name"]) for at in chosen),
        coauthors=tuple(int(str(rows[at]["others"])) for at in chosen),
        papers=tuple(int(str(rows[at]["papers"])) for at in chosen),
        edges=tuple((chosen.index(a), chosen.index(b), n) for a, b, n in sorted(edges) if a in chosen and b in chosen),
        persons=len(rows),
    )


def _connected(edges: Sequence[tuple[int, int, int]], most: int) -> list[int]:
    """Return the first places of which each has an edge to another one: as many as there are, at most `most`."""
    chosen: set[int] = set()
    for first, second in sorted(((a, b) for a, b, _ in edges), key=lambda edge: (edge[1], edge[0])):
        if len(chosen | {first, second}) <= most:
            chosen |= {first, second}
    return sorted(chosen)


def groups(network: Coauthors) -> list[list[int]]:
    """Return the connected groups of persons, the largest first; persons in the order of `names`."""
    home = list(range(len(network.names)))
    for first, second, _ in network.edges:
        old, new = home[second], home[first]
        home = [new if each == old else each for each in home]
    found: dict[int, list[int]] = {}
    for person, leader in enumerate(home):
        found.setdefault(leader, []).append(person)
    return sorted(found.values(), key=lambda group: (-len(group), group))
