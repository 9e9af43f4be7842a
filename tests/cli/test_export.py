"""`kg export`: arguments, exit codes, what is told."""

import gzip
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from kg.cli import main

GRAPH = b"@prefix e: <https://e.org/> .\ne:a e:p 1 .\ne:g { e:a e:p 2 . }\n"
Run = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Return a function from arguments to exit code, standard output and standard error."""

    def command(*arguments: str | Path) -> tuple[int, bytes, str]:
        code = main(["export", *map(str, arguments)])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return command


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_to_standard_output(run: Run, tmp_path: Path) -> None:
    """Without -o the graph goes to standard output; what does not fit the form is told."""
    (tmp_path / "a.trig").write_bytes(GRAPH)
    code, out, err = run(tmp_path / "a.trig", "--to", "nt")
    assert (code, out) == (
        0,
        b'<https://e.org/a> <https://e.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    )
    assert err == "kg: 1 statements of named graphs were left out; --to trig holds them\n"


def test_form_by_suffix(run: Run, tmp_path: Path) -> None:
    """The suffix of -o tells form and packing; nothing is said where nothing was lost."""
    (tmp_path / "a.trig").write_bytes(GRAPH)
    assert run(tmp_path / "a.trig", "-o", tmp_path / "b.nq.gz") == (0, b"", "")
    assert len(gzip.decompress((tmp_path / "b.nq.gz").read_bytes()).splitlines()) == 2


def test_a_graph_without_named_graphs_says_so(tmp_path: Path, run: Run) -> None:
    """Who asks for named graphs learns that there are none, and what makes them."""
    (tmp_path / "a.ttl").write_bytes(b"<urn:a> <urn:p> 1 .")
    code, out, err = run(tmp_path / "a.ttl", "--to", "trig")
    assert (code, err) == (0, "kg: no named graph was there to write; kg build --formats trig gives each source one\n")
    assert b"<urn:a>" in out


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads standard input, in any syntax, packed or not; relative IRIs take --base."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(gzip.compress(b"<a> <p> <b> ."))))
    code, out, _ = run("-", "--to", "nt", "--base", "https://e.org/")
    assert (code, out) == (0, b"<https://e.org/a> <https://e.org/p> <https://e.org/b> .\n")


def test_left_out_triples(run: Run, tmp_path: Path) -> None:
    """Triples that RDF/XML cannot hold are told, twenty of them one by one, and the exit code is 1."""
    (tmp_path / "a.nt").write_bytes(b"".join(b'<urn:a%d> <urn:p> "\\u0001" .\n' % number for number in range(25)))
    code, out, err = run(tmp_path / "a.nt", "--to", "rdfxml")
    assert code == 1
    assert b"rdf:RDF" in out
    assert err.count("kg: left out: <urn:a") == 20
    assert err.endswith("kg: 25 triples were left out; --to ttl holds them all\n")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["a.ttl", "--to", "hdt"], 2, "choose of ttl, nt"),
        (["a.ttl"], 2, "--to"),
        (["a.ttl", "--to", "nt", "-o", "no/such/folder"], 2, "cannot be written"),
        (["a.ttl", "--to", "nt", "-o", "x.nt.xz"], 2, ".zst"),
        (["b.ttl", "--to", "nt"], 3, "there is no"),
        ([".", "--to", "nt"], 3, "holds no graph"),
        (["bad.ttl", "--to", "nt"], 3, "line 2"),
    ],
)
@pytest.mark.usefixtures("here")
def test_errors(run: Run, arguments: list[str], code: int, told: str) -> None:
    """Bad use ends with 2, a missing or malformed graph with 3, each with one message."""
    Path("a.ttl").write_bytes(b"<urn:a> <urn:p> 1 .")
    Path("bad.ttl").write_bytes(b"<urn:a> <urn:p>\n oops .")
    found, out, err = run(*arguments)
    assert (found, out) == (code, b"")
    assert told in err
    assert err.count("\n") == 1


def test_closed_pipe(tmp_path: Path) -> None:
    """A reader that leaves early (`| head -1`) is no error."""
    (tmp_path / "a.nt").write_bytes(b"".join(b'<urn:a%d> <urn:p> "x" .\n' % number for number in range(50_000)))
    command = [sys.executable, "-m", "kg", "export", str(tmp_path / "a.nt"), "--to", "nt"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"<urn:a0>")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0
