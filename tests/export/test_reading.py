"""Graph files: which file, which syntax, which packing, which names for blank nodes."""

import bz2
import gzip
import io
import lzma
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from kg.errors import InputError, UsageError
from kg.export import GraphFile, Statement, graph_file, has_line_syntax, reading, statements

A = "<https://e.org/a>"
TURTLE = b'@prefix e: <https://e.org/> .\ne:a e:p 1 , "x" .\n'
EXPECTED = [
    (A, "<https://e.org/p>", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>', None),
    (A, "<https://e.org/p>", '"x"', None),
]
LINES = b'<https://e.org/a> <https://e.org/p> "x" <https://e.org/g> .\n'
XML = (
    b'<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://e.org/">'
    b'<rdf:Description rdf:about="https://e.org/a"><e:p>x</e:p></rdf:Description></rdf:RDF>'
)
DOCUMENT = b'{"@id": "https://e.org/a", "https://e.org/p": "x"}'


def read(path: Path) -> list[Statement]:
    """Return the statements of a file."""
    return list(statements(GraphFile(path)))


def piped(content: bytes, monkeypatch: pytest.MonkeyPatch) -> list[Statement]:
    """Return the statements of standard input."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    return list(statements(graph_file("-")))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.nt", LINES.replace(b" <https://e.org/g>", b"")),
        ("a.nq", LINES.replace(b" <https://e.org/g>", b"")),
        ("a.ttl", b"<https://e.org/a> <https://e.org/p> 'x' ."),
        ("a.TRIG", b"{ <https://e.org/a> <https://e.org/p> 'x' }"),
        ("a.rdf", XML),
        ("a.xml", XML),
        ("a.jsonld", DOCUMENT),
        ("a.json", DOCUMENT),
        ("a.jsonl", DOCUMENT + b"\n\n"),
    ],
)
@pytest.mark.parametrize("named", [True, False])
def test_syntax(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, *, named: bool) -> None:
    """The suffix tells the syntax; without a name, the content does."""
    path = tmp_path / name
    path.write_bytes(content)
    assert (read(path) if named else piped(content, monkeypatch)) == EXPECTED[1:]


@pytest.mark.parametrize(
    ("content", "graph"),
    [
        (LINES, "<https://e.org/g>"),
        (b"# by hand\n\n  " + LINES, "<https://e.org/g>"),
        (b"\xef\xbb\xbf" + DOCUMENT + b"\n" + DOCUMENT, None),
        (b'[{"@id": "https://e.org/a", "https://e.org/p": "x"}]', None),
        (b'{"@id": "https://e.org/a",\n "https://e.org/p": "x"}', None),
        (
            b'{"@id":"https://e.org/a","https://e.org/p":"x","https://e.org/q":[]}' + b" " * 70_000 + b"\n" + DOCUMENT,
            None,
        ),
        (b"<https://e.org/g> { <https://e.org/a> <https://e.org/p> 'x' }", "<https://e.org/g>"),
    ],
)
def test_content_without_a_name(monkeypatch: pytest.MonkeyPatch, content: bytes, graph: str | None) -> None:
    """N-Quads, one or several JSON documents, and TriG are told apart on standard input."""
    assert set(piped(content, monkeypatch)) == {(*EXPECTED[1][:3], graph)}


@pytest.mark.parametrize("content", [b"[] <https://e.org/p> 1 .", b"[ <https://e.org/p> 1 ] .", b"", b"# nothing"])
def test_turtle_is_not_taken_for_json(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """A blank node of Turtle at the beginning is no JSON list; nothing is an empty graph."""
    assert len(piped(content, monkeypatch)) == int(b"p" in content)


PACK: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


@pytest.mark.parametrize("suffix", [*PACK, ".zst", ".wrong"])
def test_packed(tmp_path: Path, suffix: str) -> None:
    """Packed files are read by what they hold, whatever their name says."""
    if suffix == ".zst":
        zstd = pytest.importorskip("backports.zstd" if sys.version_info < (3, 14) else "compression.zstd")
        PACK[suffix] = zstd.compress
    path = tmp_path / f"a.ttl{suffix}"
    path.write_bytes(PACK.get(suffix, gzip.compress)(TURTLE))
    assert read(path) == EXPECTED


@pytest.mark.parametrize("pack", list(PACK.values()))
def test_cut_packing(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """A packed file that was cut is no graph."""
    path = tmp_path / "a.nq"
    path.write_bytes(pack(LINES * 100)[:-12])
    with pytest.raises(InputError, match="cannot be read"):
        read(path)


def test_zstd_is_an_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a zstd module the message says how to get one."""

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("kg.packed.import_module", missing)
    path = tmp_path / "a.ttl.zst"
    path.write_bytes(b"\x28\xb5\x2f\xfd....")
    with pytest.raises(UsageError, match=r"scholarkg\[zstd\]"):
        read(path)
    (tmp_path / "b.gz").write_bytes(gzip.compress(b"x")[:-3])
    with pytest.raises(InputError):
        read(tmp_path / "b.gz")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.ttl", b"<https://e.org/a> <https://e.org/p>\n oops .", "line 2"),
        ("a.jsonl", DOCUMENT + b"\n{", "line 2"),
        ("a.ttl", b"<a> <b> <c> .", "line 1.*--base"),
        ("a.nt", b"\xff\xfe", "line 1"),
        ("a.nt", b'<urn:a> <urn:p> "x"@en--ltr .', "RDF 1.2"),
        ("a.ttl", b"<urn:a> <urn:p> <<( <urn:a> <urn:p> 1 )>> .", "RDF 1.2"),
    ],
)
def test_malformed(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    """A malformed file is refused with its line; so is what RDF 1.1 does not have."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=told):
        read(path)


def test_relative_iris_need_a_base(tmp_path: Path) -> None:
    """With a base, relative IRIs are resolved."""
    path = tmp_path / "a.ttl"
    path.write_bytes(b"<a> <p> 'x' .")
    assert list(statements(GraphFile(path), base="https://e.org/")) == EXPECTED[1:]


BLANK = """@prefix e: <https://e.org/> .
e:z e:p 1 . {} e:p [ e:q ( 1 2 ) ] . _:x e:q _:y . _:y e:q _:x ; e:r e:z . e:y e:p 2 .
"""


def test_blank_nodes_have_stable_names(tmp_path: Path) -> None:
    """The names of blank nodes do not depend on the reading, nor on those in the file; what has none comes first."""
    path, other = tmp_path / "a.ttl", tmp_path / "b.ttl"
    path.write_text(BLANK.replace("{}", "e:a"))
    other.write_text(BLANK.replace("{}", "e:a").replace("_:x", "_:c14n3").replace("_:y", "_:b7"))
    first = read(path)
    assert first == read(path) == read(other)
    assert [subject for subject, *_ in first[:2]] == ["<https://e.org/z>", "<https://e.org/y>"]
    assert {part for statement in first for part in statement[:3] if part[:2] == "_:"} == {
        f"_:c14n{number}" for number in range(5)
    }


def test_blank_graph_names(tmp_path: Path) -> None:
    """A blank node that names a graph has a stable name too."""
    path = tmp_path / "a.trig"
    path.write_bytes(b"_:g { <urn:a> <urn:p> 1 }")
    assert [statement[3] for statement in read(path)] == ["_:c14n0"]


def test_too_many_blank_nodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements with blank nodes are held in memory, so their number has a limit."""
    monkeypatch.setattr(reading, "_MOST_BLANK", 2)
    path = tmp_path / "a.ttl"
    path.write_bytes(b"<urn:a> <urn:p> [], [], [] .")
    with pytest.raises(InputError, match="IRIs"):
        read(path)


def test_progress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is told now and then."""
    monkeypatch.setattr(reading, "_TELL_EVERY", 1)
    path = tmp_path / "a.ttl"
    path.write_bytes(TURTLE)
    told: list[tuple[str, int]] = []
    list(statements(GraphFile(path), progress=lambda stage, done: told.append((stage, done))))
    assert told == [("read", 1), ("read", 2)]


def test_folder(tmp_path: Path) -> None:
    """Of a folder the Turtle graph is read, and for named graphs the file that has them."""
    with pytest.raises(InputError, match="holds no graph"):
        graph_file(tmp_path)
    for name in ("graph.trig.gz", "graph.ttl", "graph.nt"):
        (tmp_path / name).touch()
    assert graph_file(tmp_path).path == tmp_path / "graph.ttl"
    assert graph_file(str(tmp_path), named_graphs=True).path == tmp_path / "graph.trig.gz"


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is said to be not there; one that cannot be opened, too."""
    with pytest.raises(InputError, match="there is no"):
        graph_file(tmp_path / "a.ttl")
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path)


def test_line_syntax() -> None:
    """N-Triples and N-Quads hold a statement a line, packed or not."""
    assert [has_line_syntax(GraphFile(Path(name))) for name in ("a.nt", "a.nq.gz", "a.ttl", "a")] == [1, 1, 0, 0]
    assert not has_line_syntax(graph_file("-"))
    assert str(graph_file("-")) == "standard input"
