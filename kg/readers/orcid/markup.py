"""ORCID's XML -> the shape of its JSON. Reads: an element. Emits: dict."""

from typing import Any

from lxml.etree import _Element as Element

from kg.readers.orcid.profile import LISTS

_KEPT = ("put-code", "path", "language-code")


def shaped(element: Element) -> dict[str, Any]:
    """Return an element as an object: children by name, lists where JSON has them, texts as they are."""
    shape: dict[str, Any] = {name: element.get(name) for name in _KEPT if element.get(name)}
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        value = _value(child)
        if name in LISTS:
            shape.setdefault(name, []).append(value)
        elif value or name not in shape:
            shape[name] = value
    return shape


def _value(element: Element) -> Any:  # noqa: ANN401 - any JSON
    if len(element):
        return shaped(element)
    text = (element.text or "").strip()
    language = element.get("language-code")
    return {"value": text, "language-code": language} if language else text or None
