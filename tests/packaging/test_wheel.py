"""The package as a user gets it: built, installed elsewhere, run in an empty folder."""

import importlib.util
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    """Return the standard output of `command`; it finds nothing but what is installed."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the source archive and the wheel that was built from that archive."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    """Return the wheel."""
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of a new environment with the wheel in it; dependencies come from this environment."""
    if importlib.util.find_spec("pip") is None:
        pytest.skip("this environment was made without pip")
    folder = tmp_path_factory.mktemp("elsewhere") / "with a blank"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    python = folder / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=folder,
    )
    purelib = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    # Only the folder of the dependencies goes in, not its .pth files: an editable checkout would hide the wheel.
    here = run(sys.executable, "-c", "import msgspec; print(msgspec.__path__[0])", cwd=folder).strip()
    (purelib / "dependencies.pth").write_text(f"{Path(here).parent}\n", encoding="utf-8")
    return python


def test_wheel_has_the_turtle_folders(wheel: Path) -> None:
    """The wheel holds the package with its ontology, shapes, queries and byline model, and no tests or scripts."""
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"kg/py.typed", "kg/ontology/kg.ttl", "kg/ontology/arxiv.ttl", "kg/shapes/paper.ttl"} <= names
    assert any(name.startswith("kg/query/library/") and name.endswith(".rq") for name in names)
    for path in (ROOT / "kg").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in names, (
                f"{path.name} does not ship: see [tool.hatch] in pyproject.toml"
            )
    assert not [name for name in names if name.split("/")[0] != "kg" and ".dist-info/" not in name]


def test_archive_can_be_tested(built: Path) -> None:
    """The source archive holds what the tests and the demo need."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "Makefile", ".ci/setup", "examples/reading-list.txt", "shapes/paper.ttl"} <= names


def test_wheel_works_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    """An installed wheel finds its folders, builds a graph, validates it and answers a named query."""
    where = run(installed, "-c", "from kg.resources import resource; print(resource('shapes'))", cwd=tmp_path).strip()
    assert Path(where).is_relative_to(installed.parents[1])
    command = installed.parent / "kg"
    run(command, "build", ROOT / "examples", "--output", "graph", cwd=tmp_path)
    run(command, "validate", "graph/graph.ttl", cwd=tmp_path)
    question = ["query", "graph/graph.ttl", "coauthors", "--param", "person=Yoshua Bengio"]
    assert "Kyunghyun Cho" in run(command, *question, cwd=tmp_path)
