"""Every command of the README, and of the pages beside the code, runs: those without shown output too."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from kg.pipeline import build

_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_ENDPOINT = "https://example.org/sparql"


def documented(root: Path) -> list[str]:
    """Return the `kg` lines of the `sh` blocks of README.md and the READMEs beside the code, in order."""
    pages = [root / "README.md", *sorted((root / "kg").rglob("README.md"))]
    blocks = [block for page in pages for block in _BLOCK.findall(page.read_text(encoding="utf-8"))]
    return [line for block in blocks for line in block.splitlines() if line.startswith("kg ")]


def test_documented_commands(root: Path, tmp_path: Path, oxigraph: str) -> None:
    """Each line ends without an error where the examples, their graph and a smaller, older graph are."""
    shutil.copytree(root / "examples", tmp_path / "examples")
    build(tmp_path / "examples", output=tmp_path / "output")
    build(tmp_path / "examples" / "abstracts.txt", output=tmp_path / "last-week")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "kg").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kg "$@"\n')
    (programs / "kg").chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(root)}
    commands = documented(root)
    assert len(commands) > 5
    for line in commands:
        command = line.replace(_ENDPOINT, oxigraph)
        if shutil.which("jq") is None:
            command = re.sub(r"\| *jq .*", "", command)
        run = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, env=environment, check=False)
        assert run.returncode == 0, f"$ {line}\n{run.stderr.decode()}"
