"""Answers of dblp's search -> records, persons. Reads: lxml elements `info`. Emits: Entry."""

from lxml.etree import _Element as Element

from kg.readers.dblp.entries import Entry, Field, entry_of, first
from kg.readers.syntax.json_records import UnreadableError

_ELEMENTS = {
    "Journal Articles": ("article", ""),
    "Conference and Workshop Papers": ("inproceedings", ""),
    "Informal and Other Publications": ("article", "informal"),
    "Informal Publications": ("article", "informal"),
    "Parts in Books or Collections": ("incollection", ""),
    "Reference Works": ("incollection", "encyclopedia"),
    "Editorship": ("proceedings", ""),
    "Books and Theses": ("book", ""),
    "Data and Artifacts": ("data", ""),
    "Withdrawn Items": ("article", "withdrawn"),
}
"""What dblp's search calls the types of its records, and its elements and `publtype` for them."""


_SAME = ("title", "publisher", "volume", "number", "pages", "year")


def entry_of_hit(answer: Element) -> Entry:
    """Return an answer in the form of the dump: a publication, else a person.

    Raises:
        UnreadableError: it is neither; answers of the search for venues are none.
    """
    fields = entry_of(answer).fields
    if "title" in fields:
        return _publication(answer)
    pid = (first(fields, "url") or "").rpartition("/pid/")[2]
    if "author" not in fields or not pid:
        raise UnreadableError("neither a publication nor a person", "ask the search for publications or authors")
    named = _fields_in(answer, "author") + _fields_in(answer, "alias", "aliases")
    notes = _fields_in(answer, "note", "notes")
    return Entry("person", f"homepages/{pid}", [], {"author": named, "note": notes})


def _publication(answer: Element) -> Entry:
    printed = entry_of(answer).fields
    key = first(printed, "key") or ""
    tag, publtype = _ELEMENTS.get(first(printed, "type") or "", ("www", ""))
    tag = "phdthesis" if key.startswith("phd/") else tag
    place = "journal" if tag == "article" else "series" if tag in ("proceedings", "book") else "booktitle"
    fields = {name: list(printed[name]) for name in _SAME if name in printed}
    for role in ("author", "editor"):
        role_there = "editor" if tag == "proceedings" else role
        fields[role_there] = fields.get(role_there, []) + _fields_in(answer, role, f"{role}s")
    fields[place] = list(printed.get("venue", ()))[:1]
    dois = [(f"https://doi.org/{text}", attributes) for text, attributes in printed.get("doi", ())]
    fields["ee"] = dois + list(printed.get("ee", ()))
    return Entry(tag, key, publtype.split(), {name: held for name, held in fields.items() if held})


def _fields_in(answer: Element, name: str, holder: str | None = None) -> list[Field]:
    """Return the fields of a name in an answer, or in an element of it that holds them."""
    holders = answer.findall(holder) if holder is not None else [answer]
    return [field for one in holders for field in entry_of(one).fields.get(name, ())]
