"""Who writes with whom agrees with loops; a drawing of it is the same each time and can be read."""

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph as Triples
from rdflib import Namespace
from rdflib.namespace import RDF

from kg.query import open_graph
from kg.stats import Coauthors, coauthors
from kg.stats.layout import layout
from kg.stats.network import LARGEST_TEAM, groups
from kg.vocab import PREFIXES

EXAMPLES = Path(__file__).parents[2] / "output" / "graph.ttl"
KG = Namespace(PREFIXES["kg"])


def teams_of(path: Path) -> list[list[str]]:
    """Return the persons of each paper by name, sorted; the names of this graph are distinct."""
    triples = Triples().parse(path)
    persons = set(triples.subjects(RDF.type, KG.Person))
    papers = triples.subjects(RDF.type, KG.Paper)
    return [sorted(str(triples.value(a, KG.name)) for a in triples.objects(p, KG.author) if a in persons)
            for p in papers]  # fmt: skip


def test_numbers_are_those_of_loops() -> None:
    """Co-authors, papers and joint papers of everybody in the graph of the examples."""
    shared = Counter(pair for team in teams_of(EXAMPLES) for pair in combinations(team, 2))
    network = coauthors(open_graph(EXAMPLES), most=1000)
    found = {tuple(sorted((network.names[a], network.names[b]))): papers for a, b, papers in network.edges}
    assert found == shared
    for name, degree in zip(network.names, network.coauthors, strict=True):
        assert degree == sum(name in pair for pair in shared)
    assert list(network.coauthors) == sorted(network.coauthors, reverse=True)
    assert network.persons == len(network.names) == len({name for pair in shared for name in pair})


@pytest.mark.parametrize("most", [0, 1, 2, 3, 10, 30])
def test_the_most_connected(most: int) -> None:
    """At most so many, each with an edge, indices within the names."""
    network = coauthors(open_graph(EXAMPLES), most=most)
    assert len(network.names) <= most
    assert {place for a, b, _ in network.edges for place in (a, b)} == set(range(len(network.names)))
    assert sorted(person for group in groups(network) for person in group) == list(range(len(network.names)))


def test_large_teams_are_left_out(tmp_path: Path) -> None:
    """A paper of a whole collaboration connects nobody; nor does an organization."""
    thing = "https://example.org/id"
    people = "".join(f'<{thing}/person/{n}> a <{KG.Person}> ; <{KG.name}> "P{n}" .\n' for n in range(LARGEST_TEAM + 1))
    authors = " , ".join(f"<{thing}/person/{n}>" for n in range(LARGEST_TEAM + 1))
    (tmp_path / "graph.ttl").write_text(
        people
        + f"<{thing}/paper/a> a <{KG.Paper}> ; <{KG.authorCount}> {LARGEST_TEAM + 1} ; <{KG.author}> {authors} .\n"
        + f"<{thing}/paper/b> a <{KG.Paper}> ; <{KG.authorCount}> 3 ; <{KG.author}> <{thing}/person/1>, "
        f"<{thing}/person/2>, <{thing}/organization/o> .\n<{thing}/organization/o> a <{KG.Organization}> .\n"
    )
    assert coauthors(open_graph(tmp_path)) == Coauthors(("P1", "P2"), (1, 1), (1, 1), ((0, 1, 1),), 2)


@st.composite
def networks(draw: st.DrawFn) -> Coauthors:
    """Return a network of a few persons with arbitrary edges."""
    count = draw(st.integers(1, 9))
    pairs = list(combinations(range(count), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    edges = tuple((a, b, draw(st.integers(1, 30))) for a, b in sorted(chosen))
    return Coauthors(tuple(f"P{n}" for n in range(count)), (1,) * count, (1,) * count, edges, count)


@settings(deadline=None, max_examples=40)
@given(network=networks(), width=st.floats(2, 20), height=st.floats(2, 20))
def test_a_layout_fills_its_box(network: Coauthors, width: float, height: float) -> None:
    """Everybody is inside, no two at one place, and a second layout is the same."""
    points = layout(network, width=width, height=height)
    assert len(points) == len(network.names)
    assert all(0 <= x <= width and 0 <= y <= height for x, y in points)
    assert len(set(points)) == len(points)
    assert layout(network, width=width, height=height) == points
