"""What all tests share: golden files and where the sample pages are."""

from collections.abc import Callable
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that accepts new golden output."""
    parser.addoption("--accept", action="store_true", help="write the golden files anew; look at the diff in git")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Return a function that compares text with a golden file, or writes it with `--accept`."""

    def compare(path: Path, found: str) -> None:
        if request.config.getoption("--accept"):
            path.write_text(found, encoding="utf-8")
        expected = path.read_text(encoding="utf-8") if path.exists() else ""
        assert found == expected, f"{path.name} differs; if the new text is right: pytest {path.parent} --accept"

    return compare


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of the sample pages; a test that needs it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the sample pages are not here: ../shared is absent")
    return SHARED
