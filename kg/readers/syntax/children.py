"""The children of a metadata element by their names. Reads: lxml elements. Emits: str."""

from lxml.etree import _Element as Element


class Children:
    """The elements in an element by their names, whatever their namespace."""

    def __init__(self, root: Element) -> None:
        self._held: dict[str, list[Element]] = {}
        for one in root:
            self._held.setdefault(str(one.tag).rpartition("}")[2], []).append(one)

    def elements(self, name: str) -> list[Element]:
        """Return the elements of a name in their order."""
        return self._held.get(name, [])

    def texts(self, *names: str) -> list[str]:
        """Return what is printed in elements of these names, name after name, without what is empty."""
        return [text for name in names for one in self._held.get(name, ()) if (text := _text(one))]

    def text(self, *names: str) -> str:
        """Return what the first one prints that prints anything; else an empty text."""
        for name in names:
            for one in self._held.get(name, ()):
                if text := _text(one):
                    return text
        return ""


def _text(element: Element) -> str:
    printed = "".join(map(str, element.itertext())) if len(element) else element.text or ""
    return printed.strip()
