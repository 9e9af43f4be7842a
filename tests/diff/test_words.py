"""What a person reads of a difference."""

import gzip
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main
from kg.diff import Comparison, compare, graph_triples, words
from kg.errors import InputError
from kg.terms import text

HERE = Path(__file__).parent
OLD, NEW = HERE / "old.ttl", HERE / "new.ttl"


def test_the_whole_text(golden: Callable[[Path, str], None]) -> None:
    """Counts first, then each kind: added, removed, changed; old and new value of each property, labels for IRIs."""
    with compare(OLD, NEW) as comparison:
        golden(HERE / "words.txt", words(comparison, names=("old", "new")))


def test_counts_are_those_of_loops() -> None:
    """The numbers of the table are those of sets of subjects and triples."""
    old, new = set(graph_triples(OLD)), set(graph_triples(NEW))
    with compare(OLD, NEW) as comparison:
        told = words(comparison, names=("old", "new"))
    by_kind = [{s for s, _, _ in graph if "/id/paper/" in s} for graph in (old, new)]
    kept = by_kind[0] & by_kind[1]
    changed = [s for s in kept if {t for t in old if t[0] == s} != {t for t in new if t[0] == s}]
    numbers = len(by_kind[0]), len(by_kind[1]), len(by_kind[1] - kept), len(by_kind[0] - kept), len(changed)
    rows = {line.split("  ")[0]: tuple(map(int, line.split()[-len(numbers) :])) for line in told.splitlines()[2:4]}
    assert rows["papers"] == numbers
    (triples,) = (line.split()[1:] for line in told.splitlines() if line.startswith("triples"))
    assert list(map(int, triples)) == [len(old), len(new), len(new - old), len(old - new)]


def test_limit_and_parts() -> None:
    """The limit is for each kind and fate, the rest is counted; parts of papers are listed on demand."""
    with compare(OLD, NEW) as comparison:
        short = words(comparison, names=("a", "b"), limit=1)
        whole = words(comparison, names=("a", "b"), limit=99, parts=True)
    assert "+ and 1 more; --limit N lists more of each" in short
    assert "third-1" not in short
    assert "+ 1 Grace Hopper (authorship:third-1)" in whole


def test_no_difference(capsys: pytest.CaptureFixture[str]) -> None:
    """Equal graphs are told in one sentence; only --exit-code makes a difference an exit code."""
    assert main(["diff", str(OLD), str(OLD), "--exit-code"]) == 0
    assert "no difference: 28 triples about 9 things" in capsys.readouterr().out
    assert main(["diff", str(OLD), str(NEW)]) == 0
    assert main(["diff", str(OLD), str(NEW), "--exit-code"]) == 1


def test_values_that_nobody_sees() -> None:
    """A control character, a direction mark, a lone datatype change: each is told; long texts by what differs."""
    subject = "<https://example.org/id/paper/a>"
    long = "word " * 60
    old = [(subject, "<urn:a>", text("1")), (subject, "<urn:b>", text("x")), (subject, "<urn:c>", text(long + "old."))]
    new = [
        (subject, "<urn:a>", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (subject, "<urn:b>", text("x\u202e\x1b[2J")),
        (subject, "<urn:c>", text(long + "new.")),
    ]
    told = words(Comparison(old, new), names=("a", "b"))
    assert '<urn:a>: "1" -> "1"^^<http://www.w3.org/2001/XMLSchema#integer>' in told
    assert r'<urn:b>: "x" -> "x\u202e\x1b[2J"' in told
    assert '<urn:c>: "...word word word word old." -> "...word word word word new."' in told


def test_many_values_and_equal_labels() -> None:
    """The thirteenth value is counted; two things of one name are told apart by their IRIs."""
    subject = "<https://example.org/id/paper/a>"
    names = [(f"<https://example.org/id/person/{key}>", "<http://www.w3.org/2000/01/rdf-schema#label>", text("Li Wei"))
             for key in ("one", "two")]  # fmt: skip
    old = [*names, (subject, "<urn:a>", names[0][0]), (subject, "<urn:b>", text("kept"))]
    new = [*names, (subject, "<urn:a>", names[1][0]), (subject, "<urn:b>", text("kept"))]
    new += [(subject, "<urn:c>", text(f"{number:02}")) for number in range(13)]
    told = words(Comparison(old, new), names=("a", "b"))
    assert "<urn:a>: Li Wei person:one -> Li Wei person:two" in told
    assert '<urn:c>: + "11"\n      <urn:c>: + and 1 more\n' in told


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.ttl", b"<urn:a> <urn:b> [] .", "blank node"),
        ("a.ttl", b"<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .", "RDF 1.1"),
        ("a.ttl", b"\n<urn:a> <urn:b> .", "line 2"),
        ("a.docx", b"", "suffix"),
        ("a.trig", b"<urn:g> { <urn:a> <urn:b> <urn:c> }", "named graphs only"),
        ("a.ttl.gz", b"<urn:a>", "cannot be read"),
        ("none/a.ttl", None, "there is no"),
        (".", None, "holds no graph"),
    ],
)
def test_graphs_that_cannot_be_compared(tmp_path: Path, name: str, content: bytes | None, told: str) -> None:
    """Each has one message with the file, exit code 3."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=told) as caught:
        list(graph_triples(path))
    assert caught.value.exit_code == 3
    assert str(path) in str(caught.value)


def test_folders_and_packed_files(tmp_path: Path) -> None:
    """A folder stands for the graph in it; named graphs beside a default graph are left out."""
    (tmp_path / "graph.trig.gz").write_bytes(gzip.compress(b"<urn:a> <urn:b> <urn:c> . <urn:g> { <urn:a> <urn:b> 1 }"))
    assert list(graph_triples(tmp_path)) == [("<urn:a>", "<urn:b>", "<urn:c>")]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """What cannot be opened is told."""
    (tmp_path / "a.ttl").mkdir()
    (tmp_path / "a.ttl" / "graph.ttl").mkdir()
    with pytest.raises(InputError):
        list(graph_triples(tmp_path / "a.ttl" / "graph.ttl"))


def test_from_command_to_command(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """`kg diff --format patch | kg patch A -` prints B, and with --reverse A of B."""
    assert main(["diff", str(OLD), str(NEW), "--format", "patch"]) == 0
    patch = capfdbinary.readouterr().out
    for arguments, expected in (([str(OLD), "-"], NEW), ([str(NEW), "-", "--reverse"], OLD)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(patch)))
        assert main(["patch", *arguments]) == 0
        assert capfdbinary.readouterr().out == expected.read_bytes()
