"""A heavy dependency enters by one file, so that it can be exchanged there."""

import ast
from collections.abc import Iterable, Iterator, Mapping

import pytest

DOORS = ("pyshacl", "SPARQLWrapper", "http.server", "socketserver", "owlrl")


def imports(tree: ast.Module) -> Iterator[str]:
    """Yield the modules that `tree` imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def users(modules: Mapping[str, ast.Module], door: str) -> list[str]:
    """Return the modules that import `door` or a part of it."""

    def enters(names: Iterable[str]) -> bool:
        return any(name == door or name.startswith(f"{door}.") for name in names)

    return [name for name, tree in modules.items() if enters(imports(tree))]


@pytest.mark.parametrize("door", DOORS)
def test_one_door(modules: Mapping[str, ast.Module], door: str) -> None:
    """No two modules import the same heavy dependency."""
    found = users(modules, door)
    assert len(found) <= 1, f"{door} is imported by {', '.join(found)}: call the first one instead"


def test_doors_can_fail() -> None:
    """Both ways to import a dependency are seen, and a longer name is another module."""
    planted = {
        "kg.a": ast.parse("import pyshacl"),
        "kg.b": ast.parse("from pyshacl.rdfutil import clone"),
        "kg.c": ast.parse("import pyshacl_other"),
    }
    assert users(planted, "pyshacl") == ["kg.a", "kg.b"]
