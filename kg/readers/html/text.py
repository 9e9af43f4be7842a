"""Elements of a page -> the lines that a reader sees. Reads: lxml elements. Emits: Line, numbered as in the file.

After the algorithm of `innerText` (HTML standard): a block begins and ends a line, a paragraph has a blank line around
it, cells of a row are parted by a tab, white space is one blank but in `pre`. What is never shown is left out.
"""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from kg.readers.html.parts import line_number
from kg.readers.source import Line

_NEVER_SHOWN = """
script style template head noscript title meta link select textarea button svg object iframe
"""
_HIDDEN = frozenset(_NEVER_SHOWN.split())
_WITH_BLANK_LINES = "p h1 h2 h3 h4 h5 h6 pre blockquote ul ol dl table"
_PARAGRAPHS = frozenset(_WITH_BLANK_LINES.split())
_OTHER_BLOCKS = """
address article aside body caption center dd details dir div dt fieldset figcaption figure footer form header hr html
legend li main menu nav section summary tbody tfoot thead tr
"""
_BLOCKS = _PARAGRAPHS | frozenset(_OTHER_BLOCKS.split())
_SPACES = re.compile(r"[ \t\n\r\f]+")


def visible_lines(root: Element) -> Iterator[Line]:
    """Yield the lines of a page in its order."""
    number, text, blank = 1, "", True
    for kind, printed, line in _tokens(root):
        if kind == "text":
            if not text:
                number = max(number, line)
            joined = printed.lstrip(" ") if not text or text[-1] in " \t" else printed
            text += joined
            continue
        if text.strip():
            yield Line(number, text.strip(" \t"))
            blank = False
        elif kind == "blank" and not blank:
            yield Line(number, "")
            blank = True
        if text.strip() and kind == "blank":
            yield Line(number, "")
            blank = True
        text = ""
    if text.strip():
        yield Line(number, text.strip(" \t"))


def _tokens(root: Element) -> Iterator[tuple[str, str, int]]:
    """Yield text and breaks. No recursion: a page may nest deeper than the stack of Python."""
    waiting: list[tuple[Element, bool]] = [(root, False)]
    kept = 0
    while waiting:
        element, closing = waiting.pop()
        name, line = str(element.tag).lower(), line_number(element)
        hidden = name in _HIDDEN or element.get("hidden") is not None
        mark = "blank" if name in _PARAGRAPHS else "line"
        if not closing:
            if not hidden:
                if name in _BLOCKS or name == "br":
                    yield mark, "", line
                kept += name == "pre"
                yield from _text(element.text, line, kept=kept)
                waiting.append((element, True))
                waiting.extend((one, False) for one in reversed(element))
                continue
        else:
            kept -= name == "pre"
            if name in ("td", "th"):
                yield "text", "\t", line
            if name in _BLOCKS:
                yield mark, "", line
        yield from _text(element.tail if element is not root else None, line, kept=kept)


def _text(printed: str | None, line: int, *, kept: int) -> Iterator[tuple[str, str, int]]:
    if not printed:
        return
    if not kept:
        yield "text", _SPACES.sub(" ", printed), line
        return
    for at, part in enumerate(printed.split("\n")):
        if at:
            yield "line" if part.strip() else "blank", "", line
        if part:
            yield "text", part, line + at
