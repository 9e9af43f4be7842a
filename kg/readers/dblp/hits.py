"""Answers of dblp's search -> records, persons. Reads: lxml elements `info`. Emits: Record, PersonAuthority."""

from lxml import etree
from lxml.etree import _Element as Element

from kg.model import PersonAuthority, Record
from kg.readers.dblp.people import person
from kg.readers.dblp.records import publication
from kg.readers.dblp.text import fields_of, first
from kg.readers.syntax.json_records import Found, UnreadableError

_ELEMENTS = {
    "Journal Articles": ("article", None),
    "Conference and Workshop Papers": ("inproceedings", None),
    "Informal and Other Publications": ("article", "informal"),
    "Informal Publications": ("article", "informal"),
    "Parts in Books or Collections": ("incollection", None),
    "Reference Works": ("incollection", "encyclopedia"),
    "Editorship": ("proceedings", None),
    "Books and Theses": ("book", None),
    "Data and Artifacts": ("data", None),
    "Withdrawn Items": ("article", "withdrawn"),
}
"""What dblp's search calls the types of its records, and its elements and `publtype` for them."""


def hit(info: Element, index: int, authority: int, found: Found, bins: set[str]) -> Record | PersonAuthority:
    """Return what an answer is: a publication, else a person.

    Raises:
        UnreadableError: it is neither; answers of the search for venues are none.
    """
    fields = fields_of(info)
    if "title" in fields:
        return publication(_as_record(info), Found(found.source, index, found.piece, found.doubts), bins)
    pid = (first(fields, "url") or "").rpartition("/pid/")[2]
    if "author" not in fields or not pid:
        raise UnreadableError("neither a publication nor a person", "ask the search for publications or authors")
    record = etree.Element("person", key=f"homepages/{pid}")
    names = [*info.findall("author"), *info.findall("aliases/alias")]
    for name in names:
        _copied(name, "author", record)
    for note in info.findall("notes/note"):
        _copied(note, "note", record)
    return person(record, authority, found)


def _as_record(info: Element) -> Element:
    """Return an answer in the form of the dump."""
    fields = fields_of(info)
    key = first(fields, "key") or ""
    tag, publtype = _ELEMENTS.get(first(fields, "type") or "", ("www", None))
    if key.startswith("phd/"):
        tag = "phdthesis"
    record = etree.Element(tag, key=key)
    if publtype is not None:
        record.set("publtype", publtype)
    for role in ("author", "editor"):
        for name in info.findall(f"{role}s/{role}"):
            _copied(name, role if tag != "proceedings" else "editor", record)
    place = "journal" if tag == "article" else "series" if tag in ("proceedings", "book") else "booktitle"
    renamed = {"venue": place, "doi": "ee"}
    for field in ("title", "venue", "publisher", "volume", "number", "pages", "year", "doi", "ee"):
        for element in fields.get(field, ()):
            copied = _copied(element, renamed.get(field, field), record)
            if field == "doi":
                copied.text = f"https://doi.org/{copied.text or ''}"
    return record


def _copied(element: Element, tag: str, holder: Element) -> Element:
    copied = etree.SubElement(holder, tag)
    for name in element.keys():  # noqa: SIM118 - an element goes through its elements
        copied.set(name, element.get(name) or "")
    copied.text = element.text
    for inner in element:
        copied.append(inner)
    return copied
