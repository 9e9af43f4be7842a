"""The set-up script on machines that lack something. What it installs is tested by everybody who runs it."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "dirname", "cksum", "cat", "rm", "mkdir", "id", "tail", "env")
# Answers as a Python of some version: it knows the version check only, and has no venv.
PYTHON = """#!/bin/sh
case "$*" in *version_info*) exit {too_old} ;; esac
echo 'No module named venv' >&2
exit 1
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with a blank in its name that has what the script reads."""
    folder = tmp_path / "a checkout"
    (folder / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "setup", folder / ".ci" / "setup")
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return a folder of programs without any Python, to be the whole PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (folder / tool).symlink_to(found)
    return folder


def setup(checkout: Path, programs: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script with nothing but `programs`."""
    command = ["/bin/sh", ".ci/setup", *arguments]
    return subprocess.run(
        command, cwd=checkout, env={"PATH": str(programs)}, capture_output=True, text=True, check=False
    )


def add_python(programs: Path, name: str, *, too_old: bool) -> None:
    """Add a Python that can't make an environment."""
    (programs / name).write_text(PYTHON.format(too_old=int(too_old)), encoding="utf-8")
    (programs / name).chmod(0o755)


def test_no_python_that_is_new_enough(checkout: Path, programs: Path) -> None:
    """Where every Python is too old, the script says which one is needed and exits 2."""
    add_python(programs, "python3", too_old=True)
    run = setup(checkout, programs, "test")
    assert run.returncode == 2
    assert "needs Python 3.11 or newer" in run.stderr
    assert not (checkout / ".venv").exists()


def test_no_venv(checkout: Path, programs: Path) -> None:
    """Where Python has no venv and nothing may be installed, the script names the one command and exits 2."""
    add_python(programs, "python3.12", too_old=False)
    run = setup(checkout, programs)
    assert run.returncode == 2
    assert "sudo apt-get install -y python3-venv" in run.stderr
    assert not (checkout / ".venv").exists()


def test_unknown_task(checkout: Path, programs: Path) -> None:
    """A word that is no task is bad use."""
    run = setup(checkout, programs, "tset")
    assert run.returncode == 2
    assert "Usage" in run.stderr


def test_complete_environment_is_left_alone(checkout: Path, programs: Path) -> None:
    """A second run does nothing where the stamp says that all is there."""
    add_python(programs, "python3", too_old=False)
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to("/bin/true")
    cksum = subprocess.run(["cksum"], input=(checkout / "pyproject.toml").read_bytes(), capture_output=True, check=True)
    (checkout / ".venv" / ".setup").write_text(f"dev {cksum.stdout.decode().strip()} {checkout}\n", encoding="utf-8")
    assert setup(checkout, programs).returncode == 0
    (checkout / ".venv" / ".setup").unlink()
    assert setup(checkout, programs).returncode == 2, "without a stamp the environment is half made: make it anew"
