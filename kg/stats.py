"""Graph -> its numbers. Reads: a graph that answers SELECT. Emits: Statistics, and a table of them as text.

Every number is a count of things in the graph, so a query gives the same number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

_LARGEST = 15
_BAR = 40  # characters of the longest bar


class Asked(Protocol):
    """A graph: it answers a SELECT with rows from column to value."""

    def select(self, query: str, /) -> Iterable[Mapping[str, object]]:
        """Return the rows."""


class Share(NamedTuple):
    """How many of some things have something."""

    label: str
    having: int
    of: int


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


def stats_table(statistics: Statistics) -> str:
    """Return the numbers as text of several short tables."""
    blocks = [_things_block(statistics), _shares_block(statistics), _years_block(statistics)]
    blocks.append(_ranked("Papers by category", statistics.categories))
    blocks.append(_ranked("Persons by evidence of identity", statistics.identities))
    blocks.append(_ranked("Conflicts and inferences by rule", statistics.rules))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _things_block(statistics: Statistics) -> str:
    return _table("Things", [(label, f"{n:,}") for label, n in statistics.things]) or "The graph is empty."


def _shares_block(statistics: Statistics) -> str:
    rows = [
        (share.label, f"{share.having:,}", f"{100 * share.having / share.of:.1f} %")
        for share in statistics.shares
        if share.of
    ]
    return _table("Papers with", rows)


def _years_block(statistics: Statistics) -> str:
    most = max((count for _, count in statistics.years), default=1)
    rows = [
        (str(year) if year is not None else "undated", f"{count:,}", "#" * max(1, round(_BAR * count / most)))
        for year, count in statistics.years
    ]
    return _table("Papers by year", rows, left=(0, 2))


def _ranked(heading: str, ranked: Sequence[tuple[str, int]] | Sequence[tuple[str, str, int]]) -> str:
    """Return a table of labels and their numbers, the smaller ones added up."""
    rows = [(*map(str, labels), f"{count:,}") for *labels, count in ranked[:_LARGEST]]
    rest = [count for *_, count in ranked[_LARGEST:]]
    if rest:
        rows.append((f"{len(rest)} others", *[""] * (len(rows[0]) - 2), f"{sum(rest):,}"))
    return _table(heading, rows, left=tuple(range(len(rows[0]) - 1)) if rows else ())


def _table(heading: str, rows: Sequence[tuple[str, ...]], left: tuple[int, ...] = (0,)) -> str:
    if not rows:
        return ""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if at in left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([heading, *(f"  {line}" for line in lines)])
