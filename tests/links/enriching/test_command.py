"""`kg enrich` on the command line."""

import io
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.errors import UsageError
from kg.pipeline.enriching import enrich

Services = Any
Ours = Any


def test_command(
    services: Services, ours: Ours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """The command tells what became of each thing and the very command that merges it; that one works."""
    ours.build()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["kg", "build", "--validate", "none", "own.jsonl", "-o", "out"])
    assert main(["build", "--validate", "none", "own.jsonl", "-o", "out"]) == 0
    capsys.readouterr()
    assert main(["enrich", "out", "--target", "doaj", "--url", services.url, "--contact", "me@example.org"]) == 0
    told = capsys.readouterr()
    assert "doaj" in told.out
    assert "left out" in told.err
    following = told.out.splitlines()[-1]
    assert following == "next: kg build --validate none own.jsonl out/enrichment -o out --previous out"
    assert "mailto:me@example.org" in services.asked[0][1]["User-Agent"]
    words = following.removeprefix("next: kg ").split()
    monkeypatch.setattr("sys.argv", ["kg", *words])
    assert main(words) == 0
    assert ours.text("out").count("a kg:Paper") == 4
    capsys.readouterr()
    assert main(["enrich", "out", "--target", "doaj", "--url", services.url]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == following, "the folder is named once"
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert main(["enrich", "../out", "--target", "doaj", "--url", services.url]) == 0
    told_there = capsys.readouterr().out.splitlines()[-1]
    assert told_there == "next: kg build SOURCE... ../out/enrichment -o ../out --previous ../out"
    monkeypatch.chdir(tmp_path)
    assert main(["enrich", "out", "--target", "datacite", "--limit", "1", "--url", f"{services.url}/none"]) == 0
    assert "next" not in capsys.readouterr().out
    (tmp_path / "out" / "build.json").unlink()
    assert main(["enrich", "out", "--target", "doaj", "--url", services.url]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "next: kg build SOURCE... out/enrichment -o out --previous out"
    assert main(["enrich", "--list"]) == 0
    assert "orkg" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "--target"),
        (["--target", "orkg"], "has no records to fetch"),
        (["--target", "doi", "--missing", "colour"], "cannot lack 'colour'"),
        (["--target", "doi", "--target", "ror", "--url", "http://127.0.0.1"], "go with one --target"),
        (["--target", "doi", "--url", "ftp://127.0.0.1"], "no address"),
        (["--target", "doi", "--missing", "doi", "--all"], "not allowed"),
    ],
)
def test_bad_use(ours: Ours, capsys: pytest.CaptureFixture[str], words: list[str], told: str) -> None:
    """Bad use says what to do instead."""
    assert main(["enrich", str(ours.build()), *words]) == 2
    assert told in capsys.readouterr().err


def test_what_only_has_records_is_no_link_target(ours: Ours, capsys: pytest.CaptureFixture[str]) -> None:
    """Crossref has no IRIs of its own: linking to it is refused, and it is not listed."""
    assert main(["link", str(ours.build()), "--target", "crossref"]) == 2
    assert "kg enrich" in capsys.readouterr().err
    assert main(["link", "--list"]) == 0
    assert "crossref" not in capsys.readouterr().out.splitlines()


def test_standard_input_is_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records stand beside a graph: one that comes by a pipe has no place for them."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(UsageError, match="beside the graph"):
        enrich("-", targets=["doi"])
