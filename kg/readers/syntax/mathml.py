r"""Presentation MathML -> TeX. Reads: a tree of elements. Emits: TeX without dollar signs.

Signs stay Unicode characters (`α`, `≤`), so that nothing depends on a table of commands; structure becomes TeX
(`\frac`, `\sqrt`, `_`, `^`). An annotation in TeX is taken as it is. Left out: fonts, sizes, spacing, tables' rules.
"""

import re
from collections.abc import Callable, Iterator

_SPACES = re.compile(r"\s+")
_TEX = re.compile(r"\b(?:la)?tex\b", re.IGNORECASE)
_ACCENTS = {"¯": r"\bar", "‾": r"\overline", "^": r"\hat", "ˆ": r"\hat", "~": r"\tilde", "˜": r"\tilde", "→": r"\vec",
            "⃗": r"\vec", "˙": r"\dot", ".": r"\dot", "_": r"\overline"}  # fmt: skip
_ELEMENTS = """
annotation annotation-xml maction math menclose merror mfenced mfrac mi mlabeledtr mmultiscripts mn mo mover mpadded
mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none
semantics
"""
MATHS = frozenset(_ELEMENTS.split())
"""The elements that are read."""


class Element:
    """A tag with what stands in it."""

    __slots__ = ("attributes", "name", "parts")

    def __init__(self, name: str, attributes: str) -> None:
        self.name = name
        self.attributes = attributes
        self.parts: list[str | Element] = []

    def text(self) -> str:
        """Return the text in it, without tags."""
        return "".join(part if isinstance(part, str) else part.text() for part in self.parts)


def tex(element: Element) -> str:
    """Return the formula as TeX."""
    annotation = _annotation(element)
    if annotation is not None:
        return annotation
    return _SPACES.sub(" ", _row(element)).strip()


def _annotation(element: Element) -> str | None:
    for part in element.parts:
        if isinstance(part, Element):
            if part.name == "annotation" and _TEX.search(part.attributes):
                return part.text().strip().strip("$").strip()
            if (found := _annotation(part)) is not None:
                return found
    return None


def _row(element: Element) -> str:
    return "".join(_one(part) for part in element.parts)


def _one(part: "str | Element") -> str:
    if isinstance(part, str):
        return _SPACES.sub(" ", part) if part.strip() else ""
    if part.name in _LEAVES:
        return _LEAVES[part.name](part.text())
    if part.name == "mmultiscripts":
        return _scripts([inner for inner in part.parts if isinstance(inner, Element)])
    known = _STRUCTURE.get(part.name)
    if known is None:
        return _row(part)
    arguments = [_one(inner) for inner in part.parts if isinstance(inner, Element)]
    count, write = known
    if len(arguments) < count:
        return _row(part)
    return write(arguments) + "".join(arguments[count:] if count else ())


def _text(printed: str) -> str:
    stripped = printed.strip()
    return rf"\text{{{printed}}}" if stripped and not stripped.isdigit() else printed


def _braced(script: str) -> str:
    return script if len(script) == 1 else f"{{{script}}}"


def _base(formula: str) -> str:
    return f"{{{formula}}}" if "^" in formula or "_" in formula else formula


def _under(arguments: list[str]) -> str:
    return f"{_base(arguments[0])}_{_braced(arguments[1])}"


def _over(arguments: list[str]) -> str:
    accent = _ACCENTS.get(arguments[1].strip())
    return f"{accent}{{{arguments[0]}}}" if accent else f"{_base(arguments[0])}^{_braced(arguments[1])}"


def _both(arguments: list[str]) -> str:
    return f"{_base(arguments[0])}_{_braced(arguments[1])}^{_braced(arguments[2])}"


def _power(arguments: list[str]) -> str:
    return f"{_base(arguments[0])}^{_braced(arguments[1])}"


def _scripts(parts: list[Element]) -> str:
    """Return a base with pairs of scripts (below, above) behind it and, after `mprescripts`, before it: `{}^{3}He`."""
    at = next((at for at, part in enumerate(parts) if part.name == "mprescripts"), len(parts))
    base = _base(_one(parts[0])) if at else ""
    before = "".join(_pairs(parts[at + 1 :]))
    return (f"{{}}{before}" if before else "") + base + "".join(_pairs(parts[1:at]))


def _pairs(scripts: list[Element]) -> Iterator[str]:
    for at, script in enumerate(scripts):
        if printed := _one(script).strip():
            yield f"{'^' if at % 2 else '_'}{_braced(printed)}"


_STRUCTURE: dict[str, tuple[int, Callable[[list[str]], str]]] = {
    "msub": (2, _under),
    "msup": (2, _power),
    "msubsup": (3, _both),
    "munder": (2, _under),
    "mover": (2, _over),
    "munderover": (3, _both),
    "mfrac": (2, lambda arguments: rf"\frac{{{arguments[0]}}}{{{arguments[1]}}}"),
    "mroot": (2, lambda arguments: rf"\sqrt[{arguments[1]}]{{{arguments[0]}}}"),
    "msqrt": (0, lambda arguments: rf"\sqrt{{{''.join(arguments)}}}"),
    "mfenced": (0, lambda arguments: f"({', '.join(arguments)})"),
    "mtr": (0, lambda arguments: " & ".join(arguments) + r" \\ "),
}
_LEAVES: dict[str, Callable[[str], str]] = {
    "annotation": lambda _: "",
    "annotation-xml": lambda _: "",
    "mspace": lambda _: " ",
    "mtext": _text,
}
