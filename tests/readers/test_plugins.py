"""Readers of other packages, found by their entry points; the documented example is installed and read with."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli import main
from kg.readers.formats import all_formats, findings_of_plugins, format_of
from kg.readers.plugins import _plugins

DOCUMENTED = Path(__file__).parents[2] / "kg" / "readers" / "README.md"
ROWS = "1843; Lovelace, Ada; Notes on the Engine\n\nno row at all\n1936; Turing, Alan; On Computable Numbers\n"
BROKEN = """
from kg.readers import Format
def fails(_):
    raise ValueError("half done")
TWICE = Format("bibtex", "text/plain", lambda _: True, fails)
BLIND = Format("blind", "text/plain", fails, fails)
LOUD = Format("loud", "text/plain", lambda text: text.startswith("LOUD"), fails)
OTHER = 7
"""


def install(folder: Path, name: str, module: str, points: str) -> None:
    """Put a package into a folder as an installer does: the module beside its description."""
    described = folder / f"{name}-1.0.dist-info"
    described.mkdir(parents=True)
    (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (described / "entry_points.txt").write_text(points)
    (folder / f"{name.replace('-', '_')}.py").write_text(module)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder of packages that Python knows, for as long as the test runs."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    _plugins.cache_clear()
    yield folder
    _plugins.cache_clear()


def test_the_documented_plug_in_reads(tmp_path: Path) -> None:
    """The example of the documentation, installed as it stands there, reads a file in a process of its own."""
    blocks = re.findall(r"```(?:toml|python)\n# (\S+)\n(.*?)```", DOCUMENTED.read_text(encoding="utf-8"), re.DOTALL)
    files = dict(blocks)
    point = re.search(r'\[project\.entry-points\."(.+)"\]\n(.+)\n', files["pyproject.toml"])
    assert point is not None
    assert len(files["yearly.py"].splitlines()) <= 30
    install(tmp_path / "site", "yearly", files["yearly.py"], f"[{point[1]}]\n{point[2].replace(chr(34), '')}\n")
    (tmp_path / "rows.txt").write_text(ROWS)
    path = os.pathsep.join([str(tmp_path / "site"), str(DOCUMENTED.parents[2])])
    command = [sys.executable, "-m", "kg", "read", str(tmp_path / "rows.txt")]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": path}
    )  # fmt: skip
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["format"], one["title"], one["authors"], one["date"]) for one in records] == [
        ("yearly", "Notes on the Engine", ["Ada Lovelace"], "1843"),
        ("yearly", "On Computable Numbers", ["Alan Turing"], "1936"),
    ]
    assert "rows.txt:3-3: not read: no row" in done.stderr


def test_broken_plug_ins_end_nothing(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be loaded, is no format, has the name of another, or fails while it recognises, is told once."""
    points = (
        "twice = broken:TWICE\nblind = broken:BLIND\nother = broken:OTHER\nnone = broken:NONE\nloud = broken:LOUD\n"
    )
    install(site, "broken", BROKEN, f"[scholarkg.readers]\n{points}")
    page, other = tmp_path / "page.txt", tmp_path / "other.txt"
    page.write_text("Abstract:Some text.\n")
    other.write_text("Abstract:Some other text.\n")
    assert main(["read", str(page), str(other)]) == 0
    told = capsys.readouterr().err
    assert told.count("broken 1.0") == 4
    assert main(["read", "--jobs", "2", str(page), str(other)]) == 0
    assert capsys.readouterr().err == told
    for name, reason in (
        ("twice", "there is a format 'bibtex' already"),
        ("other", "it cannot be loaded (TypeError: broken:OTHER is no kg.readers.Format)"),
        ("none", "it cannot be loaded (AttributeError"),
        ("blind", "it fails to recognise a source (ValueError: half done)"),
    ):
        assert f"the reader {name!r} of broken 1.0: {reason}" in told


def test_a_plug_in_that_fails_while_it_reads_is_a_reject(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it raises is the reason of a reject; other sources are read."""
    install(site, "broken", BROKEN, "[scholarkg.readers]\nloud = broken:LOUD\n")
    (tmp_path / "a.txt").write_text("LOUD")
    (tmp_path / "b.txt").write_text("Abstract:Some text.\n")
    assert main(["read", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]) == 0
    assert "the reader 'loud' of broken 1.0 failed: ValueError: half done" in capsys.readouterr().err


def test_plug_ins_stand_before_what_takes_the_rest(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are asked behind the formats of the package and before tables and listing pages; `kg formats` lists them."""
    install(site, "broken", BROKEN, "[scholarkg.readers]\nloud = broken:LOUD\nother = broken:OTHER\n")
    names = [form.name for form, _ in all_formats()]
    assert names.index("html") < names.index("loud") < names.index("opencitations") < names.index("listing")
    assert format_of("LOUD, louder").name == format_of("", "loud").name == "loud"
    assert len(findings_of_plugins()) == 1
    assert main(["formats"]) == 0
    told = capsys.readouterr().out
    assert re.search(r"^loud +text/plain +broken 1\.0$", told, re.MULTILINE)
    assert "warning: the reader 'other' of broken 1.0" in told
