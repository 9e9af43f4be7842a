"""What the tests of readers share: reading a file as a user's, and telling what was read."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import pytest

from kg.readers import Place, Reading, open_source, read_source


@pytest.fixture
def readings(tmp_path: Path) -> Callable[[Path], list[Reading]]:
    """Return a function that returns what stands in a file, its format found by its content."""

    def read(path: Path) -> list[Reading]:
        return list(read_source(open_source(Place(str(path), by_hand=True), path.name, tmp_path)))

    return read


@pytest.fixture
def told() -> Callable[[Iterable[Reading]], str]:
    """Return a function that returns readings as JSON, each with its kind, what is empty left out."""
    return _told


def _told(found: Iterable[Reading]) -> str:
    rows = [{"kind": type(one).__name__} | msgspec.to_builtins(one) for one in found]
    return "\n".join(json.dumps(_full(row), ensure_ascii=False, indent=1) for row in rows) + "\n"


def _full(value: object) -> object:
    if isinstance(value, dict):
        return {name: _full(one) for name, one in value.items() if one not in (None, (), [], False, "")}
    return [_full(one) for one in value] if isinstance(value, (list, tuple)) else value
