"""A patch is read row by row; one that is malformed or does not fit is refused with its line."""

from pathlib import Path

import pytest

from kg.cli import main
from kg.diff import patched_triples, read_patch
from kg.errors import InputError
from kg.terms import text
from kg.vocab import KG

S, P = "<https://example.org/id/paper/a>", KG.title


def rows_of(tmp_path: Path, content: str | bytes) -> list[tuple[str, str]]:
    """Return action and object of each row of a patch."""
    path = tmp_path / "patch.rdfp"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [(operation.action, operation.triple[2]) for operation in read_patch(path)]


@pytest.mark.parametrize(
    ("written", "term"),
    [
        (r'"a"', '"a"'),
        (r'"a"^^<http://www.w3.org/2001/XMLSchema#string>', '"a"'),
        (r'"a"@EN-gb', '"a"@en-gb'),
        (r'"\u00e9\U0001F600\'"', '"é😀\'"'),
        ('"a\tb\x7f"', r'"a\tb\u007F"'),
        (r'"1"^^<urn:\u0061>', '"1"^^<urn:a>'),
        (r"<urn:\u00e9>", "<urn:é>"),
        ("<http://a.example/?\ue000>", "<http://a.example/?\ue000>"),
        ('"tail ." .', None),
        ('"a . b"', '"a . b"'),
    ],
)
def test_terms_come_in_one_form(tmp_path: Path, written: str, term: str | None) -> None:
    """Escapes, language tags and datatypes are spelt as in graphs, so that equal terms are equal texts."""
    expected = [("A", term or '"tail ."')]
    assert rows_of(tmp_path, f"A {S} {P} {written} .\n".replace(" . .", " .")) == expected


def test_rows_that_change_no_triple(tmp_path: Path) -> None:
    """Header, prefixes, comments and empty lines are read over; blanks are free; no transaction is needed."""
    content = f'H id <urn:uuid:1> .\n# why\n\nPA "kg" <urn:x> .\nPD kg .\n  D   {S}\t{P} "a".\r\n'
    assert rows_of(tmp_path, content) == [("D", '"a"')]
    assert rows_of(tmp_path, "") == []


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        ("TX .\nhello\n", 2, "begins with"),
        (f"{S} {P} <urn:a> .\n", 1, "begins with"),
        (f'X {S} {P} "a" .\n', 1, "begins with"),
        (f'A {S} {P} "a"\n', 1, "dot"),
        (f"A {S} {P} .\n", 1, "three terms"),
        (f'A {S} {P} "a" "b .\n', 1, "three terms"),
        (f"A {S} {P} kg:a .\n", 1, "three terms"),
        (f'A "a" {P} "b" .\n', 1, "valid IRIs"),
        (f'A {S} "p" "b" .\n', 1, "valid IRIs"),
        (f"A <a> {P} <urn:b> .\n", 1, "valid IRIs"),
        (f"A {S} {P} <urn:\\t> .\n", 1, "valid IRIs"),
        (f'A {S} {P} "\\q" .\n', 1, "valid IRIs"),
        (f'A {S} {P} "\\ud800" .\n', 1, "valid IRIs"),
        (f'A {S} {P} "\\U00110000" .\n', 1, "valid IRIs"),
        (f'A {S} {P} "a"^^<b> .\n', 1, "valid IRIs"),
        (f"A _:b {P} <urn:b> .\n", 1, "blank nodes"),
        (f"A <_:b> {P} <urn:b> .\n", 1, "blank nodes"),
        (f"A {S} {P} <urn:b> <urn:graph> .\n", 1, "names a graph"),
        ("TX .\nTX .\n", 2, "line 1"),
        ("TC .\n", 1, "no TX"),
        ("\nTX .\n", 2, "cut off"),
        (b"A <urn:\xff> .\n", 1, "UTF-8"),
    ],
)
def test_malformed_rows_are_refused(tmp_path: Path, content: str | bytes, line: int, told: str) -> None:
    """The message has the line and says what is wrong; nothing is yielded before."""
    with pytest.raises(InputError, match=told) as caught:
        rows_of(tmp_path, content)
    assert caught.value.line == line
    assert caught.value.exit_code == 3


def test_a_missing_patch(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(InputError, match=r"none\.rdfp"):
        list(read_patch(tmp_path / "none.rdfp"))


@pytest.mark.parametrize(
    ("content", "line", "told", "backwards"),
    [
        (f'D {S} {P} "a" .\nA {S} {P} "a" .\nA {S} {P} "a" .\nD {S} {P} "zz" .\n', 3, "already .and 1 more", False),
        (f'A {S} {P} "b" .\nD {S} {P} "c" .\n', 2, "lacks", False),
        (f'D {S} {P} "b" .\nD {S} {P} "a" .\n', 2, "already", True),
        (f'A {S} {P} "a" .\nA {S} {P} "c" .\n', 2, "lacks", True),
    ],
)
def test_a_patch_that_does_not_fit(tmp_path: Path, content: str, line: int, told: str, *, backwards: bool) -> None:
    """The first row that deletes what is absent or adds what is present is told, in the order of application."""
    path = tmp_path / "patch.rdfp"
    path.write_text(content)
    graph = [(S, P, text("a"))]
    with pytest.raises(InputError, match=told) as caught:
        list(patched_triples(graph, read_patch(path), name="patch.rdfp", backwards=backwards))
    assert caught.value.line == line


def test_nothing_is_written_when_it_does_not_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 3, the line, and the file that stood there is as it was; no draft stays behind."""
    graph, patch, made = (tmp_path / name for name in ("graph.ttl", "p.rdfp", "made.ttl"))
    graph.write_text(f'{S} {P} "a" .\n')
    patch.write_text(f'D {S} {P} "b" .\n')
    made.write_text("before")
    assert main(["patch", str(graph), str(patch), "-o", str(made)]) == 3
    assert "p.rdfp, line 1: the graph lacks" in capsys.readouterr().err
    assert made.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph.ttl", "made.ttl", "p.rdfp"]


def test_where_a_graph_can_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown suffix and a missing folder are bad use; N-Triples are one triple a line."""
    graph, patch = tmp_path / "graph.ttl", tmp_path / "p.rdfp"
    graph.write_text(f'{S} {P} "a" .\n')
    patch.write_text(f'A {S} {P} "b" .\n')
    assert main(["patch", str(graph), str(patch), "-o", str(tmp_path / "x.docx")]) == 2
    assert main(["patch", str(graph), str(patch), "-o", str(tmp_path / "none" / "x.ttl")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert main(["patch", str(graph), str(patch), "-o", str(tmp_path / "x.nt")]) == 0
    assert (tmp_path / "x.nt").read_text() == f'{S} {P} "a" .\n{S} {P} "b" .\n'
    assert "1 added, 0 deleted: 2 triples" in capsys.readouterr().err
