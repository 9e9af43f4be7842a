"""Exports of a graph file in a profile: the form meant, whole files, what is told."""

from pathlib import Path

import pytest

from kg.cli import main
from kg.cli.export import PROFILE_NAMES
from kg.errors import UsageError
from kg.pipeline import profiling
from kg.profiles import PROFILES, Omission

GRAPH = Path(__file__).parents[2] / "output" / "graph.ttl"


@pytest.mark.parametrize(
    ("to", "output", "name"),
    [
        ("ris", None, "ris"),
        ("biblatex", "x.bib", "biblatex"),
        (None, "x.bib", "bibtex"),
        (None, "a.b.ris.gz", "ris"),
        (None, "graph.ttl", None),
        ("ttl", "x.bib", None),
        (None, None, None),
    ],
)
def test_profile_meant(to: str | None, output: str | None, name: str | None) -> None:
    """The name says the profile, else a suffix that no RDF syntax has."""
    profile = profiling.profile_of(to, output)
    assert (profile.name if profile else None) == name


def test_unknown_form() -> None:
    """A name that is neither a syntax nor a profile is told with both lists."""
    with pytest.raises(UsageError, match=r"'bibtx'.*ttl.*bibtex"):
        profiling.profile_of("bibtx", None)
    with pytest.raises(UsageError, match="no profile 'ttl'"):
        profiling.export_profile(GRAPH, to="ttl")


def test_help_names_all_profiles() -> None:
    """The help of the command, which is printed without loading the profiles, names them all."""
    assert PROFILE_NAMES.split() == list(PROFILES)


@pytest.mark.parametrize("name", PROFILES)
def test_disk_and_memory(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A graph that waits on disk gives the bytes of one in memory."""
    told: list[Omission] = []
    result = profiling.export_profile(GRAPH, to=name, output=tmp_path / "memory", on_omission=told.append)
    assert result.omissions == len(told)
    monkeypatch.setattr(profiling, "_IN_MEMORY", 0)
    assert profiling.export_profile(GRAPH, to=name, output=tmp_path / "disk") == result
    assert (tmp_path / "memory").read_bytes() == (tmp_path / "disk").read_bytes()


def test_named_graphs_are_left_out(tmp_path: Path) -> None:
    """Only the default graph is exported."""
    kg = "https://w3id.org/scholarkg/ontology#"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    (tmp_path / "a.nq").write_text(
        f'<x:a> {kind} <{kg}Paper> .\n<x:a> <{kg}title> "Told" .\n<x:b> {kind} <{kg}Paper> <x:g> .\n'
    )
    result = profiling.export_profile(tmp_path / "a.nq", to="ris", output=tmp_path / "a.ris")
    assert (result.papers, result.profile) == (1, "ris")
    assert "TI  - Told\r\n" in (tmp_path / "a.ris").read_bytes().decode()


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The command writes the file and tells the first papers that were left out, and how many more."""
    monkeypatch.setattr("kg.cli.export._TOLD", 1)
    assert main(["export", str(GRAPH), "--to", "quickstatements", "-o", str(tmp_path / "x.tsv")]) == 0
    told = capsys.readouterr().err.splitlines()
    assert [line for line in told if "nobody could check it" in line]
    assert any("more of" in line for line in told)
