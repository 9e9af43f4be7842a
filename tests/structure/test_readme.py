"""The commands of the README run and print what the README shows."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One command of a console block and the lines shown below it; a line `...` stands for any lines."""

    command: str
    shown: str


def steps(text: str) -> list[Step]:
    """Return the steps of all console blocks of `text`, in order."""
    found = []
    for block in _BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            found.append(Step(command, shown))
    return found


def agrees(shown: str, printed: str) -> bool:
    """Return whether `printed` is what `shown` says, blanks at line ends apart."""
    wanted = [line.rstrip() for line in shown.rstrip().splitlines()]
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in wanted)
    lines = "".join(f"{line.rstrip()}\n" for line in printed.rstrip().splitlines())
    return re.fullmatch(pattern, lines) is not None


def test_console_blocks(root: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Each `kg` command in a console block prints on standard output what stands below it."""
    shutil.copytree(root / "examples", tmp_path / "examples")
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8")
    found = [step for step in steps(text) if step.command.startswith("kg ")]
    assert found, "README.md shows no `$ kg ...` command in a ```console block"
    environment = os.environ | {"PYTHONPATH": str(root), "COLUMNS": "120"}
    changed = []
    for step in found:
        command = [sys.executable, "-m", "kg", *shlex.split(step.command)[1:]]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment, check=False)
        assert run.returncode in (0, 1), f"$ {step.command}\n{run.stderr}"
        if not agrees(step.shown, run.stdout):
            changed.append(f"$ {step.command}\n{run.stdout}")
            text = text.replace(f"$ {step.command}\n{step.shown}", f"$ {step.command}\n{run.stdout}")
    if request.config.getoption("--accept"):
        readme.write_text(text, encoding="utf-8")
    repair = f"README.md shows another output; if the new one is right: pytest {Path(__file__).name} --accept"
    assert not changed or request.config.getoption("--accept"), repair + "\n" + "\n".join(changed)


def test_python_blocks(root: Path, tmp_path: Path) -> None:
    """Each Python block of the README runs where the examples are."""
    shutil.copytree(root / "examples", tmp_path / "examples")
    for block in _PYTHON.findall((root / "README.md").read_text(encoding="utf-8")):
        environment = os.environ | {"PYTHONPATH": str(root)}
        command = [sys.executable, "-c", block]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment, check=False)
        assert run.returncode == 0, f"a Python block of README.md fails:\n{block}\n{run.stderr}"


def test_links_lead_somewhere(root: Path) -> None:
    """Each relative link of a page at the root or beside the code names a file that exists."""
    for page in [*root.glob("*.md"), *(root / "ontology").glob("*.md"), *(root / "examples").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(root)} links to {target}, which is not there"


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb\n", "a \nb\n\n", True),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\n...\n", "a\n", True),
        ("a\n", "a\nb\n", False),
        ("a.c\n", "abc\n", False),
    ],
)
def test_comparison_can_fail(shown: str, printed: str, *, same: bool) -> None:
    """Shown and printed lines are compared to the character; only `...` stands for others."""
    assert agrees(shown, printed) == same


def test_steps_of_a_block() -> None:
    """A console block is parted at its prompts."""
    assert steps("```console\n$ kg a\nx\n$ kg b\n```\n") == [Step("kg a", "x\n"), Step("kg b", "")]
