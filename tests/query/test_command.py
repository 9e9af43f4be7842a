"""`kg query` as its user meets it: start, hostile questions, files and parameters, the prompt, streams."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import main

TEN = Path(__file__).parent / "graphs" / "ten.ttl"
HEAVY = {"rdflib", "pyparsing", "pyshacl", "SPARQLWrapper", "prompt_toolkit", "pandas", "polars", "multiprocessing"}
DEEP = 20_000


def test_a_plain_query_imports_little() -> None:
    """Neither rdflib nor any library of the extras is loaded, and not many modules at all."""
    program = (
        f"import sys\nfrom kg.cli import main\nassert main(['query', {str(TEN)!r}, 'papers-by-year']) == 0\n"
        "print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    run = subprocess.run([sys.executable, "-I", "-c", program], check=True, capture_output=True, text=True)
    loaded = run.stderr.split()
    assert not HEAVY & {name.partition(".")[0] for name in loaded}
    assert len(loaded) < 250, f"{len(loaded)} modules"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make awkward files, and a graph where `kg query` looks for it."""
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "graph.ttl").write_bytes(TEN.read_bytes())
    (tmp_path / "folder.rq").mkdir()
    (tmp_path / "binary.rq").write_bytes(b"\x00\x01\xff")
    (tmp_path / "empty.rq").write_text("")
    (tmp_path / "half.rq").write_text("# param: x integer\nSELECT * { ?s ?p ?o }")
    (tmp_path / "binary.ttl").write_bytes(b"\x00\x01\xff")
    (tmp_path / "plain.ttl.gz").write_bytes(b"@prefix")
    (tmp_path / "cut.nt.gz").write_bytes(gzip.compress(b"<urn:a> <urn:p> <urn:b> .\n" * 99)[:40])
    (tmp_path / "none").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ([""], 2, "no named query is called ''"),
        (["  "], 2, "no named query"),
        (["{"], 2, "begins with SELECT"),
        (["{}"], 2, "begins with SELECT"),
        (["SELECT *"], 2, "line 1"),
        (["x" * 100_000], 2, "xxx...'"),
        (["../../etc/passwd"], 2, "no named query"),
        (["count"], 2, "did you mean counts"),
        (["SELECT * " + "{" * DEEP + "}" * DEEP], 2, "nested more than"),
        (["SELECT * { ?s ?p ?o FILTER" + "(" * DEEP + "1" + ")" * DEEP + "}"], 2, "nested more than"),
        (['SELECT * { ?s ?p "\udcff" }'], 2, "no Unicode text"),
        (["SELECT * { ?s ?p ?o } #" + "x" * 10_000 + "\nx"], 2, "line 2"),
        (["DELETE WHERE { ?s ?p ?o }"], 2, "queries only read"),
        (["SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }"], 2, "SERVICE"),
        (["SELECT (<urn:f>(1) AS ?x) {}"], 2, "not supported"),
        (["none.rq"], 2, "cannot be read"),
        (["folder.rq"], 2, "cannot be read"),
        (["binary.rq"], 2, "not UTF-8"),
        (["empty.rq"], 2, "begins with SELECT"),
        (["half.rq"], 2, "not understood"),
        (["nowhere.ttl", "counts"], 3, "there is no nowhere.ttl"),
        (["none", "counts"], 3, "holds no graph"),
        (["binary.rq", "counts"], 3, "no graph format"),
        (["binary.ttl", "counts"], 3, "line 1"),
        (["plain.ttl.gz", "counts"], 3, "cannot be read"),
        (["cut.nt.gz", "counts"], 3, "cannot be read"),
        (["counts", "--param", "x"], 2, "NAME=VALUE"),
        (["counts", "--param", "=x"], 2, "NAME=VALUE"),
        (["counts", "--param", "x=1"], 2, "it has none"),
        (["coauthors"], 2, "needs --param person="),
        (["coauthors", "--param", "person="], 2, "'' names no person"),
        (["coauthors", "--param", "person=!?"], 2, "names no person"),
        (["coauthors", "--param", "person=a", "--param", "person=b"], 2, "given twice"),
        (["coauthors", "--param", "person=\udcff"], 2, "not Unicode text"),
        (["coauthors", "--param", "person=" + "x" * 100_000], 2, "no person called"),
        (["papers-of-year", "--param", "year=MMXX"], 2, "whole number"),
        (["papers-between", "--param", "from=2021-02-30"], 2, "day of the calendar"),
        (["counts", "--limit", "0"], 2, "whole number"),
        (["counts", "--timeout", "nan"], 2, "seconds"),
        (["counts", "--format", "ttl"], 2, "write CONSTRUCT"),
        (["counts", "--format", "xlsx"], 2, "xlsx"),
        (["counts", "--engine", "jena"], 2, "jena"),
        (["CONSTRUCT WHERE { ?s ?p ?o }", "--format", "csv"], 2, "use ttl"),
        (["SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i", "--timeout", "0.2"], 2, "heaviest"),
    ],
)
@pytest.mark.usefixtures("files")
def test_bad_use_has_one_message(words: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2 or 3, a message that begins once with `kg:`, nothing on standard output, no traceback."""
    assert main(["query", *words]) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("kg: ")
    assert printed.err.count("kg: ") == 1
    assert "Traceback" not in printed.err
    assert message in printed.err
    assert len(printed.err) < 2_000


@pytest.mark.usefixtures("files")
def test_a_long_row_of_patterns_is_no_crash(capsys: pytest.CaptureFixture[str]) -> None:
    """What the engine reads by recursion has a stack of its own."""
    assert main(["query", "ASK { FILTER(" + "||".join(["1 = 2"] * 9_000) + ") }"]) == 0
    assert capsys.readouterr().out == "false\n"


def test_the_answer_can_be_cut_and_labelled(capsys: pytest.CaptureFixture[str]) -> None:
    """`--limit` says that it cut; IRIs have what they name beside them unless the row has it."""
    query = "SELECT ?p { ?p kg:publicationYear 2019 }"
    assert main(["query", str(TEN), query]) == 0
    assert "(Graph Limits)" in capsys.readouterr().out
    assert main(["query", str(TEN), query, "--no-labels"]) == 0
    assert "(Graph Limits)" not in capsys.readouterr().out
    assert main(["query", str(TEN), "authors-of-paper", "--limit", "2"]) == 0
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 4
    assert "(Bo Li)" not in printed.out
    assert "ends after 2 rows" in printed.err
    assert main(["query", str(TEN), "CONSTRUCT WHERE { ?s ?p ?o }", "--limit", "2", "--format", "nt"]) == 0
    assert "ends after 2 triples" in capsys.readouterr().err


def test_a_reader_that_leaves_ends_the_work() -> None:
    """`| head` on an answer of millions of rows: no message, no wait."""
    command = [sys.executable, "-m", "kg", "query", str(TEN), "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"]
    with subprocess.Popen(
        [*command, "--format", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=TEN.parents[3]
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == b""


def test_a_terminal_without_a_question_gets_a_prompt(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing named, or only a graph; in a pipe it stays bad use."""
    asked: list[tuple[int, str, int | None]] = []

    def prompt(session: object, prefixes: object, **_: object) -> None:
        assert prefixes
        asked.append((len(session.graph), session.form, session.limit))  # type: ignore[attr-defined]

    monkeypatch.setattr("kg.query.prompt.run_prompt", prompt)
    assert main(["query"]) == 2
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    assert main(["query"]) == 0
    assert main(["query", str(files / "output"), "--format", "csv", "--limit", "5"]) == 0
    assert asked == [(565, "table", None), (565, "csv", 5)]
    assert main(["query", "counts"]) == 0
    assert main(["query", "\0"]) == 2
    assert len(asked) == 2


def test_a_missing_prompt_library_is_bad_use(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message names the extra."""
    assert files.is_dir()
    monkeypatch.setitem(sys.modules, "prompt_toolkit", None)
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    assert main(["query"]) == 2
    assert "scholarkg[prompt]" in capsys.readouterr().err


def test_output_of_other_encodings_is_written() -> None:
    """A terminal of ASCII is no reason to fail."""
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "kg", "query", str(TEN), "person-names"]
    assert subprocess.run(command, cwd=TEN.parents[3], env=environment, check=True, capture_output=True).stdout
