"""The shipped folders are found."""

from pathlib import Path

import pytest

from kg import resources
from kg.errors import UsageError


@pytest.mark.parametrize("folder", ["ontology", "shapes"])
def test_checkout(folder: resources.Folder) -> None:
    """In a checkout the folder lies beside the package."""
    assert resources.resource(folder) == Path(__file__).parents[2] / folder


def test_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an installed wheel the folder lies inside the package; without it the message says what to do."""
    package = tmp_path / "kg"
    package.mkdir()
    monkeypatch.setattr(resources, "__file__", str(package / "resources.py"))
    with pytest.raises(UsageError, match="pip install"):
        resources.resource("shapes")
    (package / "shapes").mkdir()
    assert resources.resource("shapes") == package / "shapes"
