"""The layers of the package: nothing imports what is higher, no stage imports another one, nothing goes in circles."""

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

import pytest

LAYERS = (
    {"errors", "notebook", "resources", "vocab"},
    {"model", "terms"},
    {"dates", "identifiers", "iris", "names", "packed", "progress", "taxonomy", "text"},
    {"match", "store", "endpoint", "graph_files"},
    {
        "readers",
        "bylines",
        "resolve",
        "extract",
        "mappers",
        "validate",
        "writers",
        "profiles",
        "query",
        "links",
        "diff",
        "export",
        "show",
        "stats",
    },
    {"pipeline"},
    {"cli", "serve", "__main__"},
)
STAGES = LAYERS[4]
HEIGHT = {part: height for height, parts in enumerate(LAYERS) for part in parts}


def imported(name: str, tree: ast.Module, names: frozenset[str]) -> Iterator[str]:
    """Yield the dotted names of `kg` that the module `name` imports, at the top or inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "kg")
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name}, line {node.lineno}: write the import from `kg`, not relative"
            if node.module and node.module.split(".")[0] == "kg":
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    yield whole if whole in names or node.module == "kg" else node.module


def edges(modules: Mapping[str, ast.Module]) -> dict[str, set[str]]:
    """Return which module imports which; `kg.__version__` is a constant, not a module."""
    names = frozenset(modules)
    return {
        name: {target for target in imported(name, tree, names) if target not in ("kg.__version__", name)}
        for name, tree in modules.items()
    }


def breaches(graph: Mapping[str, set[str]]) -> list[str]:
    """Return one sentence for each import that the layers forbid."""
    found = []
    for name, targets in sorted(graph.items()):
        if name == "kg":  # the front door composes what users import
            continue
        part = name.split(".")[1]
        if part not in HEIGHT:
            found.append(f"{name}: give {part!r} its place in LAYERS of {__file__}")
            continue
        for target in sorted(targets):
            other = target.partition(".")[2].split(".")[0]
            if other not in HEIGHT:
                found.append(f"{name} imports {target}: import from the module that defines it")
            elif HEIGHT[other] > HEIGHT[part]:
                found.append(f"{name} imports {target}, which is higher: move what both need into a lower layer")
            elif {part, other} <= STAGES and part != other:
                found.append(f"{name} imports {target}, another stage: let kg.pipeline hand it over")
    return found


def test_layers(modules: Mapping[str, ast.Module]) -> None:
    """A module imports nothing from a higher layer and no stage imports another one."""
    found = breaches(edges(modules))
    assert not found, "\n".join(found)


def test_no_circles(modules: Mapping[str, ast.Module]) -> None:
    """No module reaches itself through imports."""
    try:
        TopologicalSorter(edges(modules)).prepare()
    except CycleError as error:
        pytest.fail(f"import circle {' -> '.join(error.args[1])}: move what both ends need into a module below them")


def folders(graph: Mapping[str, set[str]], stage: str) -> dict[str, set[str]]:
    """Return which folder of a stage imports from which; a module beside the folders counts as one."""
    found: dict[str, set[str]] = {}
    for name, targets in graph.items():
        if name.startswith(f"{stage}."):
            part = name.split(".")[2]
            others = {target.split(".")[2] for target in targets if target.startswith(f"{stage}.")}
            found.setdefault(part, set()).update(others - {part})
    return found


@pytest.mark.parametrize("stage", ["kg.links"])
def test_folders_have_no_circles(modules: Mapping[str, ast.Module], stage: str) -> None:
    """The folders of a stage import one way, so that each can be read with those below it alone."""
    try:
        TopologicalSorter(folders(edges(modules), stage)).prepare()
    except CycleError as error:
        pytest.fail(f"folders in a circle: {' -> '.join(error.args[1])}: move what both need into one below them")


def test_folders_can_fail() -> None:
    """Two folders that import each other are found, though none of their modules do."""
    lines = {
        "kg.a.x.one": "from kg.a.y.two import f", "kg.a.y.three": "from kg.a.x.one import g", "kg.a.y.two": "",
        "kg.a.x.four": "from kg.a.x.one import f",
    }  # fmt: skip
    graph = folders(edges({name: ast.parse(line) for name, line in lines.items()}), "kg.a")
    assert graph == {"x": {"y"}, "y": {"x"}}


@pytest.mark.parametrize(
    ("name", "line", "told"),
    [
        ("kg.text", "from kg.store import Store", "higher"),
        ("kg.readers.listing.reader", "from kg.mappers import paper", "another stage"),
        ("kg.cli", "from kg.unknown import x", "module that defines it"),
        ("kg.newcomer", "import kg.text", "its place"),
    ],
)
def test_layers_can_fail(name: str, line: str, told: str) -> None:
    """Each kind of forbidden import is found."""
    (breach,) = breaches(edges({name: ast.parse(line)}))
    assert told in breach
