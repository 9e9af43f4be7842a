"""Graph -> its numbers. Reads: a graph that answers SELECT. Emits: Statistics.

Every number is a count of things in the graph, so a query gives the same number.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol


class Asked(Protocol):
    """A graph: it answers a SELECT with rows from column to value."""

    def select(self, query: str, /) -> Iterable[Mapping[str, object]]:
        """Return the rows."""


class Share(NamedTuple):
    """How many of some things have something."""

    label: str
    having: int
    of: int


class SourceShares(NamedTuple):
    """How complete the papers of one source document are."""

    name: str
    """Of the document; two documents may have the same."""
    papers: int
    having: tuple[int, ...]
    """Number of its papers with each of `SOURCE_FIELDS`."""


class Statistics(NamedTuple):
    """The numbers of a graph."""

    things: tuple[tuple[str, int], ...]
    """Class and number of its members, in a fixed order; classes without members are absent."""
    shares: tuple[Share, ...]
    """How complete the papers are."""
    years: tuple[tuple[int | None, int], ...]
    """Year and number of its papers, oldest first; the papers without a year last, under None."""
    categories: tuple[tuple[str, str, int], ...]
    """Notation, name and number of papers, largest first."""
    identities: tuple[tuple[str, int], ...]
    """Identity basis and number of persons, largest first."""
    rules: tuple[tuple[str, str, int], ...]
    """Conflict or inference, its rule and their number."""
    sources: tuple[SourceShares, ...]
    """Those with papers, by number of papers, then name."""


_CLASSES = {
    "Paper": "papers",
    "Version": "versions",
    "Authorship": "authorships",
    "Person": "persons",
    "Organization": "organizations",
    "Venue": "venues",
    "Category": "categories",
    "Repository": "repositories",
    "Record": "records",
    "SourceDocument": "source documents",
    "Conflict": "conflicts",
    "Inference": "inferences",
    "Link": "links",
}
_PAPERS_WITH = {
    "a title": "?paper kg:title ?value",
    "an abstract": "?paper kg:abstract ?value",
    "a date": "?paper kg:publishedOn ?value",
    "a year": "?paper kg:publicationYear ?value",
    "a category": "?paper kg:category ?value",
    "a complete author list": "?paper kg:authorListComplete true",
    "a code repository": "?paper kg:code ?value",
    "a code flag": "?paper kg:codeReported true",
    "two or more records": "?record kg:recordOf ?paper . ?other kg:recordOf ?paper FILTER (?record != ?other)",
    "a conflict": "?conflict a kg:Conflict ; kg:about ?paper",
    "an inference": "?inference a kg:Inference ; kg:about ?paper",
}
SOURCE_FIELDS = ("a title", "an abstract", "a complete author list", "a date", "a category", "a code repository")
"""What the papers of each source are looked at for, by the labels of the shares."""


def graph_counts(graph: Asked) -> Statistics:
    """Return the numbers of a graph."""
    of_class = {
        str(row["class"]).rpartition("#")[2]: _whole(row["n"])
        for row in graph.select("SELECT ?class (COUNT(?thing) AS ?n) WHERE { ?thing a ?class } GROUP BY ?class")
    }
    papers = of_class.get("Paper", 0)
    return Statistics(
        things=tuple((label, of_class[name]) for name, label in _CLASSES.items() if name in of_class),
        shares=tuple(Share(label, _papers_with(graph, pattern), papers) for label, pattern in _PAPERS_WITH.items()),
        years=tuple(_years(graph)),
        categories=tuple(
            (str(row["notation"]), str(row["name"]), _whole(row["n"])) for row in graph.select(_CATEGORY_COUNTS)
        ),
        identities=tuple((str(row["basis"]), _whole(row["n"])) for row in graph.select(_IDENTITY_COUNTS)),
        rules=tuple(
            (str(row["class"]).rpartition("#")[2].lower(), str(row["rule"]), _whole(row["n"]))
            for row in graph.select(_RULE_COUNTS)
        ),
        sources=tuple(_sources(graph)),
    )


_CATEGORY_COUNTS = """
SELECT ?notation ?name (COUNT(?paper) AS ?n)
WHERE { ?paper kg:category ?category . ?category skos:notation ?notation ; kg:name ?name }
GROUP BY ?category ?notation ?name
ORDER BY DESC(?n) ?notation
"""
_IDENTITY_COUNTS = """
SELECT ?basis (COUNT(?person) AS ?n)
WHERE { ?person kg:identityBasis ?basis }
GROUP BY ?basis
ORDER BY DESC(?n) ?basis
"""
_RULE_COUNTS = """
SELECT ?class ?rule (COUNT(?thing) AS ?n)
WHERE { VALUES ?class { kg:Conflict kg:Inference } ?thing a ?class ; kg:rule ?rule }
GROUP BY ?class ?rule
ORDER BY ?class DESC(?n) ?rule
"""
_SOURCE_COUNTS = """
SELECT ?source ?name (COUNT(DISTINCT ?paper) AS ?n)
WHERE {{ ?source kg:documentName ?name . ?itsRecord kg:inDocument ?source ; kg:recordOf ?paper . {pattern} }}
GROUP BY ?source ?name
"""
_YEAR_COUNTS = """
SELECT ?year (COUNT(?paper) AS ?n)
WHERE { ?paper a kg:Paper OPTIONAL { ?paper kg:publicationYear ?year } }
GROUP BY ?year
"""


def _whole(value: object) -> int:
    return int(str(value))


def _papers_with(graph: Asked, pattern: str) -> int:
    rows = graph.select(f"SELECT (COUNT(DISTINCT ?paper) AS ?n) WHERE {{ ?paper a kg:Paper . {pattern} }}")
    return next(_whole(row["n"]) for row in rows)


def _years(graph: Asked) -> Iterator[tuple[int | None, int]]:
    counts = {row["year"]: _whole(row["n"]) for row in graph.select(_YEAR_COUNTS)}
    yield from sorted((_whole(year), count) for year, count in counts.items() if year is not None)
    if None in counts:
        yield None, counts[None]


def _sources(graph: Asked) -> Iterator[SourceShares]:
    names: dict[str, str] = {}
    counts: list[dict[str, int]] = []
    for pattern in ("", *(_PAPERS_WITH[label] for label in SOURCE_FIELDS)):
        rows = list(graph.select(_SOURCE_COUNTS.format(pattern=pattern)))
        names.update((str(row["source"]), str(row["name"])) for row in rows)
        counts.append({str(row["source"]): _whole(row["n"]) for row in rows})
    papers, *fields = counts
    for source in sorted(papers, key=lambda source: (-papers[source], names[source], source)):
        yield SourceShares(names[source], papers[source], tuple(having.get(source, 0) for having in fields))
