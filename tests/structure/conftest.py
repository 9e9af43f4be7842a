"""What the structural tests share: the root of the checkout, its modules, its tracked files."""

import ast
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def modules() -> Mapping[str, ast.Module]:
    """Return the syntax tree of every module of `kg`, by dotted name (`kg.readers` is `kg/readers/__init__.py`)."""
    return {dotted(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "kg").rglob("*.py"))}


def dotted(path: Path) -> str:
    """Return the dotted name of the module at `path`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Return the files that git keeps; of an unpacked source archive, every file of the project's folders."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        return [
            p for p in ROOT.rglob("*") if p.is_file() and not any(s.startswith(".") for s in p.relative_to(ROOT).parts)
        ]
    names = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in names if path.is_file()]
