"""Pages -> a published build, through every stage."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import InputError, UsageError
from kg.pipeline import build, read
from kg.query import open_graph

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE {{ ?thing a kg:{} }}"
REPRODUCIBLE = (
    "graph.ttl",
    "graph.jsonld",
    "ids.tsv",
    "rejects.jsonl",
    "report.ttl",
    "report.txt",
    "report.html",
    "void.ttl",
)


def count(output: Path, kind: str) -> object:
    """Return how many things of a class the graph of a build holds."""
    (row,) = open_graph(output).select(COUNT.format(kind))
    return row["n"]


def contents(output: Path) -> dict[str, bytes]:
    """Return the reproducible files of a build."""
    return {name: (output / name).read_bytes() for name in REPRODUCIBLE}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a build of the examples."""
    output = tmp_path_factory.mktemp("built")
    build(EXAMPLES, output=output)
    return output


def test_every_record_is_in_the_graph_once(built: Path) -> None:
    """As many records, sources and authorships stand in the graph as the reader and the papers give."""
    sources: list[str] = []
    sources += [record.source for record in read(EXAMPLES, on_authority=lambda entry: sources.append(entry.source))]
    assert count(built, "Record") == len(sources)
    assert count(built, "SourceDocument") == len(set(sources))
    graph = open_graph(built)
    lists = graph.select(
        "SELECT ?n (COUNT(?a) AS ?m) WHERE { ?p kg:authorCount ?n ; kg:hasAuthorship ?a } GROUP BY ?p ?n"
    )
    assert lists
    assert all(row["n"] == row["m"] for row in lists)


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_the_same_input_gives_the_same_bytes(seed: str, tmp_path: Path) -> None:
    """File order, processes and hash seeds change nothing."""
    pages = sorted(EXAMPLES.glob("*.txt"), reverse=seed == "0")
    build(*EXAMPLES.glob("*.txt"), output=tmp_path / "in order")
    command = [sys.executable, "-m", "kg", "build", *map(str, pages), "-o", str(tmp_path / "out"), "--jobs", "2"]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    reordered = contents(tmp_path / "out")
    assert {name: text == reordered[name] for name, text in contents(tmp_path / "in order").items()} == dict.fromkeys(
        reordered, True
    )


def test_a_file_of_equal_bytes_is_read_once(tmp_path: Path) -> None:
    """A copy under another name adds no record."""
    shutil.copy(EXAMPLES / "abstracts.txt", tmp_path / "a.txt")
    shutil.copy(EXAMPLES / "abstracts.txt", tmp_path / "b.txt")
    found: list[str] = []
    records = list(read(tmp_path, on_finding=lambda finding: found.append(finding.rule)))
    assert {record.source for record in records} == {"a.txt"}
    assert found == ["same-bytes"]


def test_a_page_of_bare_abstracts_is_a_legal_input(tmp_path: Path) -> None:
    """Papers without title get keys from their abstracts, and a warning each."""
    built = build(EXAMPLES / "abstracts.txt", output=tmp_path)
    papers = open_graph(tmp_path).select("SELECT ?p WHERE { ?p a kg:Paper }")
    assert len(papers) == count(tmp_path, "Record")
    assert all("/paper/abstract-" in str(row["p"]) for row in papers)
    assert built.findings["paper-without-title"] == len(papers)


def test_abstracts_can_stay_at_home(built: Path, tmp_path: Path) -> None:
    """`local` merges as `keep` does and writes no abstract; `omit` does not even merge by them."""
    build(EXAMPLES, output=tmp_path / "local", abstracts="local")
    build(EXAMPLES, output=tmp_path / "omit", abstracts="omit")
    assert count(tmp_path / "local", "Paper") == count(built, "Paper")
    for output in ("local", "omit"):
        text = (tmp_path / output / "graph.ttl").read_text(encoding="utf-8")
        assert "kg:abstract " not in text
        assert "kg:recordAbstract " not in text


def test_a_limit_stops_behind_so_many_records(tmp_path: Path) -> None:
    """`limit` counts records of papers."""
    build(EXAMPLES, output=tmp_path, limit=3)
    (row,) = open_graph(tmp_path).select("SELECT (COUNT(*) AS ?n) WHERE { ?r kg:recordOf ?paper . ?paper a kg:Paper }")
    assert row["n"] == 3


def test_another_base_moves_every_minted_iri(tmp_path: Path) -> None:
    """Nothing of ours stays under the default base but the vocabulary."""
    build(EXAMPLES, output=tmp_path, base="https://example.org/kg/")
    text = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert "https://example.org/kg/id/paper/" in text
    assert "w3id.org/scholarkg/id/" not in text


def test_earlier_iris_stay(built: Path, tmp_path: Path) -> None:
    """A build with `previous` keeps the keys of the ledger."""
    build(EXAMPLES / "abstracts.txt", output=tmp_path / "first")
    build(EXAMPLES, output=tmp_path / "second", previous=tmp_path / "first")
    kept = open_graph(tmp_path / "second").select("SELECT ?p WHERE { ?p a kg:Paper }")
    assert sum("/paper/abstract-" in str(row["p"]) for row in kept) == count(tmp_path / "first", "Paper")
    assert count(tmp_path / "second", "Paper") == count(built, "Paper")


def test_nothing_to_read_leaves_the_output_as_it_was(tmp_path: Path) -> None:
    """A build without any record fails and writes nothing."""
    build(EXAMPLES / "abstracts.txt", output=tmp_path / "out")
    before = contents(tmp_path / "out")
    (tmp_path / "empty").mkdir()
    (tmp_path / "note.txt").write_text("Just prose.\n")
    with pytest.raises(InputError, match="no file was found"):
        build(tmp_path / "empty", output=tmp_path / "out")
    with pytest.raises(InputError, match="no paper was found"):
        build(tmp_path / "note.txt", output=tmp_path / "out")
    assert contents(tmp_path / "out") == before


def test_an_output_that_is_a_file_is_bad_use(tmp_path: Path) -> None:
    """The message names the path."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="file"):
        build(EXAMPLES, output=tmp_path / "file")
