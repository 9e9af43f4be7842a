"""Every named query on the graph of examples/ and on ten invented papers, against a count in plain Python."""

from collections import Counter
from pathlib import Path

import pytest

from kg.query import Graph, library, open_graph
from tests.query.conftest import Facts
from tests.query.counting_ties import COUNTS

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "output" / "graph.ttl"
TEN = HERE / "graphs" / "ten.ttl"
NAMES = "person other start category source line year words paper field from to"
ASKED = {
    EXAMPLES: "Yoshua Bengio|Aaron Courville|Yoshua Bengio|cs.LG|reading-list.txt|4|2014|Network|"
    "Attention Is All You Need|category|2014-01-01|2016-06-02",
    TEN: "Ana Núñez|Bo Li|Eva Stone|cs|li.txt|9|2023|GRAPH|Emoji 🎉 as Labels|abstract|2019-01-01|2021-12-31",
}
ENGINES = ("oxigraph", "rdflib")


@pytest.fixture(scope="module", params=list(ASKED), ids=["examples", "ten"])
def asked(request: pytest.FixtureRequest) -> tuple[Facts, dict[str, Graph]]:
    """Return a graph as dictionaries, and on each engine."""
    path: Path = request.param
    facts = Facts(path, dict(zip(NAMES.split(), ASKED[path].split("|"), strict=True)))
    return facts, {engine: open_graph(path, engine=engine) for engine in ENGINES}


def plain(value: object) -> str | None:
    """Return a value as text, numbers without trailing zeros; None as it is."""
    if value is None:
        return None
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text.removesuffix(".0") if text.removesuffix(".0").isdecimal() else text


@pytest.mark.parametrize("query", [query.name for query in library() if not query.endpoints])
def test_the_answer_is_what_a_second_way_counts(query: str, asked: tuple[Facts, dict[str, Graph]]) -> None:
    """Each row is there as often as the count says, on both engines, in the same order, with the same columns."""
    facts, graphs = asked
    assert query in COUNTS, f"write the count of {query} in this file"
    count = COUNTS[query]
    given = {name: facts.asked[name] for name in count.parameters}
    rows, other = (graphs[engine].select(query, given) for engine in ENGINES)
    assert (rows.columns, rows.terms) == (other.columns, other.terms)
    found = Counter(tuple(plain(row[column]) for column in count.columns) for row in rows)
    assert found == Counter(tuple(map(plain, row)) for row in count.rows(facts))


def test_no_count_is_trivial() -> None:
    """Every query has a row on one of the two graphs."""
    rows = {
        query: [
            list(count.rows(Facts(path, dict(zip(NAMES.split(), words.split("|"), strict=True)))))
            for path, words in ASKED.items()
        ]
        for query, count in COUNTS.items()
    }
    assert [query for query, found in sorted(rows.items()) if not any(found)] == []
