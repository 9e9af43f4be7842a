"""Nodes of JSON-LD -> their values. Reads: dict. Emits: str."""

from collections.abc import Mapping
from typing import Any

Node = Mapping[str, Any]


def all_of(node: Node, *names: str) -> list[Any]:
    """Return the values of properties, each alone."""
    found = []
    for name in names:
        value = node.get(name)
        found += [inner for one in _listed(value) for inner in _listed(one)]
    return found


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """Return a value as a list; an ordered or an unordered list (JSON-LD 1.1, 4.3) is its members."""
    if isinstance(value, dict):
        value = value.get("@list", value.get("@set", value))
    return value if isinstance(value, list) else [] if value is None else [value]


def texts_of(node: Node, *names: str) -> list[str]:
    """Return values as text; of an object its `value`, `@value`, `name`, `url` or `@id`."""
    found = []
    for one in all_of(node, *names):
        if isinstance(one, dict):
            one = next((one[key] for key in ("@value", "value", "name", "url", "@id") if key in one), None)  # noqa: PLW2901
        if isinstance(one, (str, int, float)) and not isinstance(one, bool) and str(one).strip():
            found.append(str(one).strip())
    return found


def one_of(node: Node, *names: str) -> str | None:
    """Return the first value as text."""
    return next(iter(texts_of(node, *names)), None)
