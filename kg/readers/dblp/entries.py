"""Elements of dblp's XML -> entries. Reads: lxml elements. Emits: Entry: what a record says, by names."""

from collections.abc import Mapping
from typing import NamedTuple

from lxml.etree import _Element as Element

from kg.readers.jats.text import title_text

Field = tuple[str, Element]
"""The text of a field on one line, and its element, which has the attributes. Only an author's may be empty."""
Fields = Mapping[str, list[Field]]


class Entry(NamedTuple):
    """One record: its element, its key in dblp, the words that say more of its type, its fields in their order."""

    tag: str
    key: str
    publtypes: list[str]
    fields: Fields


def entry_of(root: Element) -> Entry:
    """Return the record that an element is."""
    fields: dict[str, list[Field]] = {}
    for element in root:
        text = ((title_text(element) if len(element) else element.text) or "").strip()
        if not text and element.tag not in ("author", "editor"):
            continue
        if "\n" in text or "\t" in text or "  " in text:
            text = " ".join(text.split())
        held = fields.get(element.tag)
        if held is None:
            fields[str(element.tag)] = [(text, element)]
        else:
            held.append((text, element))
    publtype = root.get("publtype")
    return Entry(str(root.tag), (root.get("key") or "").strip(), publtype.split() if publtype else [], fields)


def first(fields: Fields, name: str) -> str | None:
    """Return the text of the first field of a name."""
    found = fields.get(name)
    return found[0][0] if found else None


def types(element: Element) -> list[str]:
    """Return the words of `type`, which say more of a field."""
    return (element.get("type") or "").split()
