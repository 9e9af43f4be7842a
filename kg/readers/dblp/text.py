"""Text of dblp's XML -> text. Reads: lxml elements, fields. Emits: str.

A field is one line. Titles have `sub`, `sup`, `i`, `tt` and `ref` in them, and dblp ends them with a full stop unless
they end with a stop, a question mark or an exclamation mark of their own.
"""

import re

from lxml.etree import _Element as Element

from kg.readers.jats.text import title_text

Fields = dict[str, list[Element]]

# What ends with its own stop, so that dblp adds none: an ellipsis, `U.S.`, `etc.`
_OWN_STOP = re.compile(
    r"(?:\.\.|(?<!\w)(?:[^\W\d_]\.){2,}|(?<!\w)(?:etc|al|inc|ltd|corp|co|jr|sr|vs|bros|no|vol|dr|st)\.)\Z",
    re.IGNORECASE,
)


def fields_of(root: Element) -> Fields:
    """Return the elements of a record by their names."""
    fields: Fields = {}
    for element in root:
        fields.setdefault(str(element.tag), []).append(element)
    return fields


def line(element: Element) -> str:
    """Return what stands in an element as one line."""
    if len(element):
        return title_text(element) or ""
    text = (element.text or "").strip()
    return " ".join(text.split()) if "\n" in text or "\t" in text else text


def first(fields: Fields, name: str) -> str | None:
    """Return the text of the first element of a name that has some."""
    for element in fields.get(name, ()):
        if text := line(element):
            return text
    return None


def title_of(fields: Fields) -> str | None:
    """Return the title without the full stop that dblp puts behind it."""
    printed = first(fields, "title")
    if printed is None or not printed.endswith(".") or _OWN_STOP.search(printed):
        return printed
    return printed[:-1].rstrip() or printed
