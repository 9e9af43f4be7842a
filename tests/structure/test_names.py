"""Names that say nothing are not used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FORBIDDEN = {"common", "data", "datas", "misc"} | {
    word + ending for word in ("helper", "info", "item", "manager", "obj", "processor", "util") for ending in ("", "s")
}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def words(name: str) -> set[str]:
    """Return the words of a name in snake_case or CamelCase, in small letters."""
    return {word.lower() for word in _WORD.findall(name)}


def defined(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and name of everything that `tree` gives a name to."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr
            case ast.alias(asname=str(alias)):
                yield node.lineno, alias
            case _:
                pass


def empty_names(source: str) -> list[tuple[int, str]]:
    """Return the names in `source` that have a forbidden word."""
    return [(line, name) for line, name in defined(ast.parse(source)) if words(name) & FORBIDDEN]


def test_names(root: Path) -> None:
    """No module, class, function or variable is called data, item, info, obj, manager, helper, util and so on."""
    found = []
    for folder in ("kg", "tests", "ontology", "benchmarks"):
        for path in sorted((root / folder).rglob("*.py")):
            place = path.relative_to(root)
            source = path.read_text(encoding="utf-8")
            if "GENERATED" in source[:200]:  # its names are the terms of other people's vocabularies
                continue
            if words("_".join(place.with_suffix("").parts)) & FORBIDDEN:
                found.append(f"{place}: name the module by what it holds")
            found += [f"{place}:{line}: {name}" for line, name in empty_names(source)]
    assert not found, "Name it by the word of the field (record, paper, term, row ...):\n" + "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        "data = 1",
        "def get_info(): ...",
        "class PaperManager: ...",
        "def f(item): ...",
        "for obj in (): ...",
        "self.data = 1",
    ],
)
def test_names_can_fail(line: str) -> None:
    """Each way to give something a name is looked at."""
    assert empty_names(line)


@pytest.mark.parametrize("line", ["metadata = 1", "dataset = 1", "row = x.item()", "inform = 1", "datatype = 1"])
def test_names_spare_other_words(line: str) -> None:
    """Words that only contain a forbidden one, and names that others gave, are left alone."""
    assert not empty_names(line)
