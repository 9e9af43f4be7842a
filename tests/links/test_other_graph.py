"""Links to an invented graph of 100,000 works behind a real server: what is accepted is right, and little is missed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from other_graph import Generator, Pair, write

from kg.model import Link
from kg.pipeline.linking import link

Graphs = tuple[Pair, Path, str]
PAPERS, WORKS = 3_000, 100_000
SAME = "http://www.w3.org/2002/07/owl#sameAs"


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory, served: Callable[..., Any]) -> Iterator[Graphs]:
    """Yield the truth, our graph, and the address of an endpoint that holds theirs."""
    folder = tmp_path_factory.mktemp("other")
    made = Generator(PAPERS, WORKS).pair()
    ours, theirs = write(made, folder)
    with served([theirs], folder / "store") as url:
        yield made, ours, url


@pytest.mark.slow
@pytest.mark.parametrize(("scan", "recall"), [(True, 0.97), (False, 0.93)], ids=["by its list", "by keys"])
def test_links_are_right(graphs: Graphs, links_in: Callable[[Path], list[Link]], *, scan: bool, recall: float) -> None:
    """Papers and persons are linked right; no form of a work is said to be the same as another one; outcomes add up."""
    made, ours, url = graphs
    ours.with_name("links.ttl").unlink(missing_ok=True)
    result = link(ours, targets=["semopenalex"], endpoint=url, scan=scan)
    accepted = [one for one in links_in(ours.parent) if one.state == "accepted"]
    papers = [one for one in accepted if one.subject in made.papers]
    persons = [one for one in accepted if one.subject in made.persons]
    right = [one for one in papers if one.object in made.papers[one.subject]]
    there = [iri for iri, truth in made.papers.items() if truth]
    assert len(right) >= 0.998 * len(papers)
    assert len({one.subject for one in right}) >= recall * len(there)
    assert sum(one.object in made.persons[one.subject] for one in persons) >= 0.995 * len(persons)
    assert len(persons) > len(made.persons) / 2
    assert not [one for one in papers if one.predicate == SAME and one.object in made.other_forms]
    (outcomes,) = result.outcomes
    assert outcomes.total("paper") == PAPERS
    assert outcomes.total("person") == len(made.persons)
    assert outcomes.counts["paper"]["linked"] == len({one.subject for one in papers})
