"""The children of a metadata element by their names. Reads: lxml elements. Emits: str, elements.

`child` and `children` say what `find` and `findall` of lxml do for names without a namespace, in half the time.
"""

from collections.abc import Sequence
from functools import lru_cache

from lxml.etree import _Element as Element


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first element `names[0]` in an element, in it the first `names[1]`, and so on; None if one is missing.

    Unlike `find` it does not go back: what stands in a second element `names[0]` is not found.
    """
    for name in names:
        if element is None:
            return None
        element = next(element.iterchildren(name), None)
    return element


def children(element: Element | None, name: str) -> list[Element]:
    """Return the elements of a name that stand right in an element; none of none."""
    return list(element.iterchildren(name)) if element is not None else []


@lru_cache(maxsize=1 << 12)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class Children:
    """The elements in an element by their names, whatever their namespace."""

    def __init__(self, root: Element) -> None:
        self._held: dict[str, list[Element]] = {}
        self._told: dict[str, list[str]] = {}
        held = self._held
        for one in root:
            name = _local(one.tag)
            if name in held:
                held[name].append(one)
            else:
                held[name] = [one]

    def elements(self, name: str) -> list[Element]:
        """Return the elements of a name in their order."""
        return self._held.get(name, [])

    def texts(self, name: str, *others: str) -> Sequence[str]:
        """Return what is printed in elements of these names, name after name, without what is empty."""
        if name not in self._told:
            self._told[name] = [text for one in self._held.get(name, ()) if (text := _text(one))]
        told = self._told[name]
        return [*told, *self.texts(*others)] if others else told

    def text(self, *names: str) -> str:
        """Return what the first one prints that prints anything; else an empty text."""
        for name in names:
            for one in self._held.get(name, ()):
                if text := _text(one):
                    return text
        return ""


def all_text(element: Element) -> str:
    """Return the text in an element with that of the elements in it."""
    return element.text or "" if not len(element) else "".join(map(str, element.itertext()))


def _text(element: Element) -> str:
    return (element.text or "").strip() if not len(element) else all_text(element).strip()
