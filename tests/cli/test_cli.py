"""The command line as its user meets it: output, messages, exit codes."""

import json
from pathlib import Path

import pytest

from kg.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a build of the examples."""
    folder = tmp_path_factory.mktemp("output")
    assert main(["build", str(EXAMPLES), "-o", str(folder)]) == 0
    return folder


def test_read_prints_records(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """One JSON object a line, with the keys of the documentation."""
    assert main(["read", str(EXAMPLES), "--limit", "2"]) == 0
    rows = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert len(rows) == 2
    assert list(rows[0])[:7] == ["source", "index", "format", "layout", "title", "authors", "authors_raw"]


def test_what_is_not_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines that fit nowhere, files of a folder that are no pages: each one line on standard error."""
    (tmp_path / "page.txt").write_text("stray line\n\nAbstract:Some text.\n")
    (tmp_path / "readme.md").write_text("prose\n")
    assert main(["read", str(tmp_path)]) == 0
    told = capsys.readouterr().err
    assert "page.txt:1-1: not read" in told
    assert "readme.md: info: left out" in told


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "COMMAND"),
        (["read"], 2, "SOURCE"),
        (["read", "/nonexistent"], 3, "/nonexistent"),
        (["build", "/nonexistent"], 3, "/nonexistent"),
        (["build", "x", "--jobs", "0"], 2, "whole number"),
        (["build", "x", "--formats", "pdf"], 2, "pdf"),
        (["build", "x", "--base", "not an iri"], 2, "IRI"),
        (["build", "x", "--base", "http://x/%zz/"], 2, "IRI"),
        (["build", "x", "--base", ""], 2, "--base: it is empty"),
        (["build", "x", "-o", " "], 2, "--output: it is empty"),
        (["read", "nosuch", "--limit", "9" * 30], 3, "no such file"),
        (["query"], 2, "name a query"),
        (["query", "/nonexistent", "counts"], 3, "/nonexistent"),
        (["query", "a", "b", "c"], 2, "name a query"),
        (["query", "x", "counts", "--timeout", "0"], 2, "seconds"),
        (["query", "x", "counts", "--timeout", "soon"], 2, "seconds"),
    ],
)
def test_bad_use_has_one_message_and_no_traceback(
    arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 for bad use, 3 for what cannot be opened."""
    assert main(arguments) == code
    assert message in capsys.readouterr().err


def test_a_named_query_is_answered(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Parameters are NAME=VALUE; the answer is a table."""
    assert main(["query", str(output), "coauthors", "--param", "person=Martin Arjovsky"]) == 0
    assert "Ishaan Gulrajani" in capsys.readouterr().out


def test_a_bad_parameter_is_bad_use(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A parameter without `=` says how to write it."""
    assert main(["query", str(output), "coauthors", "--param", "person"]) == 2
    assert "NAME=VALUE" in capsys.readouterr().err


def test_an_empty_answer_says_why(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The pattern without a match is named."""
    assert main(["query", str(output), "SELECT ?p WHERE { ?p kg:titel ?t }"]) == 0
    assert "kg:title" in capsys.readouterr().err


def test_an_ask_is_answered(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A truth has no notes."""
    assert main(["query", str(output), "ASK { ?p a kg:Paper }"]) == 0
    assert capsys.readouterr().out.strip() == "true"


def test_the_named_queries_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """With titles and parameters."""
    assert main(["query", "--list"]) == 0
    told = capsys.readouterr().out
    assert "coauthors\n    Co-authors of a person\n      --param person" in told


def test_show_prints_a_card(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Words of a title are enough."""
    assert main(["show", "entropy", "formula", "--graph", str(output)]) == 0
    assert "Grisha Perelman" in capsys.readouterr().out


def test_stats_prints_counts(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The numbers of the graph."""
    assert main(["stats", str(output)]) == 0
    assert "papers" in capsys.readouterr().out


def test_verbose_prints_the_time_of_each_stage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a stage on standard error."""
    assert main(["build", str(EXAMPLES / "abstracts.txt"), "-o", str(tmp_path), "--verbose"]) == 0
    told = capsys.readouterr().err
    assert all(stage in told for stage in ("read", "resolve", "map", "write ttl"))


def test_ctrl_c_is_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 130, one word."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.cli.stats._stats", interrupt)
    assert main(["stats"]) == 130
    assert "stopped" in capsys.readouterr().err


def test_help_names_every_command_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` of each command ends with examples."""
    for command in ("read", "build", "validate", "query", "show", "stats"):
        with pytest.raises(SystemExit, match="0"):
            main([command, "--help"])
        assert f"examples:\n  kg {command}" in capsys.readouterr().out
