"""Marked-up text of the ACL Anthology -> text. Reads: lxml elements. Emits: str.

The markup is `b`, `i`, `fixed-case`, `url` and `tex-math` (schema.rnc of the Anthology): all of it is text, and TeX
stands between dollar signs.
"""

import re
from collections.abc import Iterator, Mapping

from lxml.etree import _Element as Element

from kg.readers.syntax.inline_markup import on_one_line

_LABEL = re.compile(r"\Aabstract\s*(?:[:.\u2013\u2014]|-\s)\s*(?=\S)", re.IGNORECASE)


Parts = Mapping[str, list[Element]]
"""The elements in another one, by their names."""


def parts_of(root: Element) -> Parts:
    """Return the elements in another one, by their names."""
    parts: dict[str, list[Element]] = {}
    for element in root:
        held = parts.get(element.tag)
        if held is None:
            parts[str(element.tag)] = [element]
        else:
            held.append(element)
    return parts


def part_text(parts: Parts, name: str) -> str | None:
    """Return the text of the first part of a name as one line, None if there is none."""
    found = parts.get(name)
    return line_text(found[0]) if found else None


def line_text(element: Element | None) -> str | None:
    """Return what stands in an element as one line, None if nothing does. White space with a line end is one blank."""
    if element is None:
        return None
    text = "".join(_inline(element)) if len(element) else element.text or ""
    # What is printable has no ends of lines in it; of text this asks many times faster than a pattern does.
    return (text.strip() if text.isprintable() else on_one_line(text)) or None


def abstract_text(element: Element | None) -> str | None:
    """Return an abstract without the label `Abstract:` before it."""
    text = line_text(element)
    return _LABEL.sub("", text) if text and text[0] in "Aa" else text


def _inline(element: Element) -> Iterator[str]:
    if element.tag == "tex-math":
        formula = "".join(_plain(element)).strip()
        if formula:
            yield formula if formula.startswith("$") and formula.endswith("$") else f"${formula}$"
        return
    yield element.text or ""
    for one in element:
        yield from _inline(one)
        yield one.tail or ""


def _plain(element: Element) -> Iterator[str]:
    yield element.text or ""
    for one in element:
        yield from _plain(one)
        yield one.tail or ""
