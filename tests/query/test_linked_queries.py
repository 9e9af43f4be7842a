"""Named queries that ask other graphs, on ten invented papers and invented graphs of the same vocabularies."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.query import library, open_graph
from kg.query.federation import Federation
from tests.query.conftest import Loopback

HERE = Path(__file__).parent
LINKED = [query.name for query in library() if query.endpoints]
ENDPOINTS = {
    "https://semopenalex.org/sparql": "semopenalex",
    "https://query.wikidata.org/sparql": "wikidata",
    "https://sparql.dblp.org/sparql": "dblp",
}
PARAMETERS = {"wikidata-labels": {"language": "ja"}}


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
@pytest.mark.parametrize("name", LINKED)
def test_a_linked_query_answers_as_before(
    name: str, engine: str, loopback: Loopback, golden: Callable[[Path, str], None]
) -> None:
    """The rows stand beside this file; accepted links count, candidates do not; one question is enough."""
    (query,) = [query for query in library() if query.name == name]
    (endpoint,) = query.endpoints
    loopback.load((HERE / "linked" / f"{ENDPOINTS[endpoint]}.ttl").read_text(encoding="utf-8"))
    graph = open_graph(
        [HERE / "graphs" / "ten.ttl", HERE / "linked" / "links.ttl"],
        engine=engine,
        federate=Federation(places={endpoint: loopback.url}),
    )
    rows = graph.select(name, PARAMETERS.get(name, {}))
    lines = [" | ".join("" if term is None else str(term) for term in row) for row in rows.terms]
    golden(HERE / "linked" / f"{name}.txt", "".join(f"{line}\n" for line in [" | ".join(rows.columns), *lines]))
    assert rows.terms
    assert len(loopback.asked) == 1


def test_a_person_can_be_named(loopback: Loopback) -> None:
    """With a person as parameter only that person is asked about."""
    loopback.load((HERE / "linked" / "dblp.ttl").read_text(encoding="utf-8"))
    graph = open_graph(
        [HERE / "graphs" / "ten.ttl", HERE / "linked" / "links.ttl"],
        federate=Federation(places={"https://sparql.dblp.org/sparql": loopback.url}),
    )
    assert set(graph.select("dblp-coauthors", person="Ana Núñez").column("name")) == {"Ana Núñez"}
    assert "pid/1/1" in loopback.asked[0]
    assert "pid/1/2" not in loopback.asked[0]


def test_every_linked_query_says_whom_it_asks() -> None:
    """The endpoints are those of the built-in targets of links, and the example allows to ask them."""
    assert len(LINKED) >= 3
    for query in library():
        assert bool(query.endpoints) == (query.keywords[0] == "linked") == ("--federate" in query.example)
        assert set(query.endpoints) <= set(ENDPOINTS)
