"""`kg validate`: what it prints, what it writes, how it ends."""

from pathlib import Path

import pytest

from kg.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
BROKEN = """
@prefix kg: <https://w3id.org/scholarkg/ontology#> .
<https://example.org/id/person/et-al> a kg:Person ; kg:name "et al." ; kg:identityBasis "full-name" .
"""


def test_a_build_conforms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0, one line, and a report file where asked for."""
    assert main(["build", str(EXAMPLES), "-o", str(tmp_path / "output"), "--strict"]) == 0
    assert main(["validate", str(tmp_path / "output"), "--report", str(tmp_path / "report.ttl")]) == 0
    assert capsys.readouterr().out.endswith("things checked: all shapes hold\n")
    assert "sh:conforms true" in (tmp_path / "report.ttl").read_text(encoding="utf-8")


def test_a_violation_is_exit_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rule, the repair and what was found."""
    graph = tmp_path / "graph.ttl"
    graph.write_text(BROKEN, encoding="utf-8")
    assert main(["validate", str(graph)]) == 1
    told = capsys.readouterr().out
    assert "violation: https://example.org/id/person/et-al: " in told
    assert "et al" in told


def test_many_results_of_one_shape_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first ones are shown, the rest is a number."""
    graph = tmp_path / "graph.ttl"
    prefix, _, person = BROKEN.strip().partition("\n")
    graph.write_text("\n".join([prefix, *(person.replace("et-al", f"p-{n}") for n in range(30))]), encoding="utf-8")
    assert main(["validate", str(graph)]) == 1
    assert "more of the same shapes" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["/nonexistent.ttl"], ["{folder}"], ["{graph}", "--shapes", "/nonexistent"]])
def test_what_cannot_be_read_has_a_message(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 or 3, no traceback."""
    (tmp_path / "graph.txt").write_text(BROKEN, encoding="utf-8")
    given = [part.format(folder=tmp_path, graph=tmp_path / "graph.txt") for part in arguments]
    assert main(["validate", *given]) in {2, 3}
    assert capsys.readouterr().err.startswith("kg: ")
