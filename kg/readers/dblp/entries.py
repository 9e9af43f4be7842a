"""Pieces of dblp's XML -> entries. Reads: Piece, lxml elements. Emits: Entry: what a record says, by names.

Almost all records of the dump are fields on a line each, without markup or references. These are read by one pattern,
which takes half the time of a tree of elements; whatever does not fit it to the last sign goes through the parser.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml.etree import _Element as Element

from kg.readers.jats.text import title_text
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.xml_records import parsed

Field = tuple[str, str]
"""The text of a field on one line, and its attributes as XML prints them. Only an author's text may be empty."""
Fields = Mapping[str, list[Field]]

_ATTRIBUTES = r"((?: [a-z]+=\"[^\"<>]*\")*)"
_HEAD = re.compile(rf"<([a-z]+){_ATTRIBUTES}>")
_FIELD = re.compile(rf"<([a-z]+){_ATTRIBUTES}>([^<\n]+)</([a-z]+)>")
_ATTRIBUTE = re.compile(r" ([\w:.-]+)=\"([^\"]*)\"")
_NOT_FLAT = bytes(sign for sign in range(32) if sign != ord("\n")) + b"&"
_NAMELESS = frozenset({"author", "editor"})


class Entry(NamedTuple):
    """One record: its element, its key in dblp, the words that say more of its type, its fields in their order."""

    tag: str
    key: str
    publtypes: list[str]
    fields: Fields


def entry_of_piece(piece: Piece) -> Entry:
    """Return the record of a piece.

    Raises:
        UnreadableError: it is not well-formed.
    """
    return (_flat(piece.raw) if piece.fault is None else None) or entry_of(parsed(piece))


def _flat(raw: bytes) -> Entry | None:
    """Return a record whose fields are plain text, None for any other one."""
    if len(raw.translate(None, _NOT_FLAT)) != len(raw) or b"  " in raw or b"> " in raw or b" </" in raw:
        return None
    text = raw.decode(errors="replace")
    head = _HEAD.match(text)
    if head is None or not text.endswith(f"</{head[1]}>") or "\uffff" in text or "\ufffe" in text:
        return None
    found = _FIELD.findall(text, head.end())
    if text.count("<") != 2 * len(found) + 2:
        return None
    fields: dict[str, list[Field]] = {}
    for name, attributes, content, end in found:
        if name != end:
            return None
        if name in fields:
            fields[name].append((content, attributes))
        else:
            fields[name] = [(content, attributes)]
    told = dict(_ATTRIBUTE.findall(head[2]))
    return Entry(head[1], told.get("key", "").strip(), told.get("publtype", "").split(), fields)


def entry_of(root: Element) -> Entry:
    """Return the record that an element is."""
    fields: dict[str, list[Field]] = {}
    for element in root:
        text = " ".join(((title_text(element) if len(element) else element.text) or "").split())
        if text or element.tag in _NAMELESS:
            fields.setdefault(str(element.tag), []).append((text, _printed(element)))
    return Entry(str(root.tag), (root.get("key") or "").strip(), (root.get("publtype") or "").split(), fields)


def _printed(element: Element) -> str:
    return "".join(f' {name!s}="{_quoted(str(value))}"' for name, value in element.attrib.items())


def _quoted(value: str) -> str:
    return " ".join(value.replace('"', "\u201d").split())


def attribute(printed: str, name: str) -> str | None:
    """Return an attribute of a field."""
    if not printed:
        return None
    return next((value for key, value in _ATTRIBUTE.findall(printed) if key == name), None)


def types(printed: str) -> list[str]:
    """Return the words of `type` among the attributes of a field, which say more of it."""
    return (attribute(printed, "type") or "").split()


def first(fields: Fields, name: str) -> str | None:
    """Return the text of the first field of a name."""
    found = fields.get(name)
    return found[0][0] if found else None
