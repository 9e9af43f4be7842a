"""The five pages that the project began with, counted by an independent route."""

import re
from pathlib import Path

import pytest

from kg.pipeline import build
from kg.query import Graph, open_graph


@pytest.fixture(scope="module")
def seeds() -> Path:
    """Return the folder of the pages."""
    folder = Path(__file__).parents[3] / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the sample pages are not here: ../shared is absent")
    return folder


@pytest.fixture(scope="module")
def graph(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return the graph of the pages."""
    output = tmp_path_factory.mktemp("seeds")
    build(seeds, output=output)
    return open_graph(output)


def single(graph: Graph, query: str) -> object:
    """Return the one value of a query."""
    (row,) = graph.select(query)
    return next(iter(row.values()))


def test_every_record_stands_once(graph: Graph, seeds: Path) -> None:
    """Heads, labels and triples of lines of the pages are as many as the records of the graph."""
    printed = 0
    for page in seeds.glob("*.txt"):
        lines = page.read_text(encoding="utf-8").splitlines()
        heads = sum(bool(re.fullmatch(r"[\d.]*[A-Z]{2}[A-Z][a-z]{2} \d+(, \d{4})?(Code)?", line)) for line in lines)
        labels = sum(line.startswith("Abstract:") for line in lines)
        printed += heads + labels or (len(lines) - 1) // 3
    assert single(graph, "SELECT (COUNT(*) AS ?n) WHERE { ?r a kg:Record }") == printed


def test_no_paper_is_double_and_no_abstract_is_alone(graph: Graph) -> None:
    """Each title is one paper, and every bare abstract found its paper."""
    papers = single(graph, "SELECT (COUNT(*) AS ?n) WHERE { ?p a kg:Paper }")
    titles = single(graph, "SELECT (COUNT(DISTINCT ?t) AS ?n) WHERE { ?p kg:normalizedTitle ?t }")
    assert papers == titles == 56
    assert not list(graph.select("SELECT ?p WHERE { ?p a kg:Paper MINUS { ?p kg:title ?t } }"))


def test_persons_are_those_who_are_printed(graph: Graph) -> None:
    """Two names of one letter apart stay two, two orders of one name are one."""
    names = [row["name"] for row in graph.select("SELECT ?name WHERE { ?p a kg:Person ; kg:name ?name }")]
    assert len(names) == 107
    for name in ("Kosuke Nishida", "Kyosuke Nishida", "Yuki Yamanaka", "Yuuki Yamanaka", "Takashi Shibata"):
        assert names.count(name) == 1
    assert not [name for name in names if "et al" in str(name)]


def test_code_urls_end_where_they_end(graph: Graph) -> None:
    """No full stop or brace of the sentence is in a URL."""
    urls = {str(row["u"]) for row in graph.select("SELECT ?u WHERE { ?r kg:codeRepository ?u }")}
    assert urls == {
        "https://github.com/dchiji-ntt/iterand",
        "https://github.com/dchiji-ntt/meta-ticket",
        "https://github.com/minglllli/CLIPFit",
        "https://github.com/yshinya6/zcbm",
    }
