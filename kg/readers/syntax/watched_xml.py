"""XML elements that remember what of them was asked for. Reads: lxml elements. Emits: the paths that nobody read.

Only while `kg.readers.unread` watches. An element was read if its text was asked for (`text`, `findtext`, `itertext`),
or it, or one around it, was copied (`copy.deepcopy`); an attribute if it was asked for by name or `attrib` was. What
readers do with C functions on whole elements (`etree.tostring`, `xpath("string()")`) is not seen: they call
`read_whole` before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from lxml import etree
from lxml.etree import _Element as Element

from kg.readers.syntax.json_pieces import Piece
from kg.readers.unread import tell_unread


class WatchedElement(etree.ElementBase):
    """An element that remembers whether its text was asked for, and which of its attributes, while it is held."""

    asked: set[str]
    """Names of attributes; `""` for the text."""

    def _init(self) -> None:
        self.asked = set()

    @property
    def text(self) -> Any:  # noqa: ANN401 - of lxml
        """The text before the first element in it."""
        self.asked.add("")
        return super().text

    @text.setter
    def text(self, value: Any) -> None:  # noqa: ANN401 - of lxml
        cast("Any", Element.text).__set__(self, value)

    @property
    def attrib(self) -> Any:  # type: ignore[override]  # noqa: ANN401 - of lxml
        """All attributes."""
        self.asked.update(self.names())
        return super().attrib

    def get(self, key: Any, default: Any = None) -> Any:  # noqa: ANN401 - of lxml
        """Return an attribute."""
        self.asked.add(key)
        return super().get(key, default)

    def itertext(self, *tags: Any, **options: Any) -> Any:  # noqa: ANN401 - of lxml
        """Return all text in it."""
        read_whole(self)
        return super().itertext(*tags, **options)

    def __deepcopy__(self, memo: Any) -> Any:  # noqa: ANN401 - of lxml
        read_whole(self)
        return cast("Any", super()).__deepcopy__(memo)

    def names(self) -> list[str]:
        """Return the names of the attributes, without noting anything."""
        return [str(name) for name in super().keys()]  # noqa: SIM118 - an element goes through its elements

    def says_something(self) -> bool:
        """Return whether text stands in it, before the first element in it, without noting anything."""
        return bool(str(super().text or "").strip())


def read_whole(element: Element) -> None:
    """Note that an element was read with all that is in it."""
    for one in element.iter():
        if isinstance(one, WatchedElement):
            one.asked.update(("", *one.names()))


@contextmanager
def noted_elements(root: Element, piece: Piece) -> Iterator[None]:
    """Tell behind the block what nobody read of the record that `piece` is."""
    held = [one for one in root.iter() if isinstance(one, WatchedElement)]
    yield
    if held:
        _tell(held, piece)


def _tell(held: list[WatchedElement], piece: Piece) -> None:
    """Tell of what nobody read among the elements of a record in document order, each by its path.

    Of an element that was not touched with all that is in it the outermost is told.
    """
    record = f", {piece.pointer}" if piece.layout == "set" else ""
    untouched: dict[Element, bool] = {}
    for one in reversed(held):
        untouched[one] = not one.asked and all(untouched.get(inner, True) for inner in one)
    paths: dict[Element | None, str] = {None: ""}
    for one in held:
        around = one.getparent()
        path = paths[one] = f"{paths.get(around, '')}/{_shown(str(one.tag), one)}".lstrip("/")
        place = f"line {piece.start_line - 1 + (cast('int | None', one.sourceline) or 1)}{record}"
        if untouched[one]:
            if not (around is not None and untouched.get(around)) and (len(one) or one.names() or one.says_something()):
                tell_unread(path, place)
            continue
        if "" not in one.asked and one.says_something():
            tell_unread(path, place)
        for name in sorted({*one.names()} - one.asked):
            tell_unread(f"{path}/@{_shown(name, one)}", place)


def _shown(name: str, element: Element) -> str:
    """Return a name with the prefix of its namespace, if it has one."""
    space, _, local = name.rpartition("}")
    prefixes = {iri: prefix for prefix, iri in element.nsmap.items()}
    prefix = prefixes.get(space[1:])
    return f"{prefix}:{local}" if prefix else local
