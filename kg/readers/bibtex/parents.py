"""Entries and those they inherit from (`crossref`, `xdata`) -> fields. Reads: entries. Emits: fields.

The rules are those of BibTeX (what the child lacks is the parent's) with biber's (the title of the book is the
booktitle of the chapter); what identifies or describes the parent itself is not inherited: two papers never share it.
"""

from collections.abc import Mapping
from typing import NamedTuple

from kg.model import Doubt, Identifier
from kg.readers.bibtex.identifiers import find_identifiers
from kg.readers.syntax.latex import plain_text

Fields = dict[str, str]
_OWN_NAMES = """
title subtitle titleaddon shorttitle crossref xref xdata ids entryset entrysubtype execute label options
presort related relatedoptions relatedstring relatedtype shorthand shorthandintro sortkey sortname
sorttitle sortyear doi url urldate eprint eprinttype eprintclass archiveprefix primaryclass pmid pmcid
pmc ee biburl file abstract keywords note annote annotation addendum pages pagetotal timestamp key
language langid howpublished link
"""
_OWN = frozenset(_OWN_NAMES.split())
_DATE = frozenset({"date", "year", "month", "day"})
_AS_JOURNAL = frozenset({"article", "suppperiodical"})
_AS_VOLUME = frozenset({"book", "collection", "proceedings", "reference"})
_DEEPEST = 8
"""Parents of parents. biber allows any number; books in series in series have three."""


class Parent(NamedTuple):
    """The fields of an entry that others name."""

    kind: str
    fields: Fields


def targets(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keys of the entries that an entry inherits from, in small letters."""
    names = [fields.get("crossref", ""), *fields.get("xdata", "").split(",")]
    return tuple(dict.fromkeys(name.strip().lower() for name in names if name.strip()))


def named_entries(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keys of all entries that an entry speaks of, in small letters: those and the related ones."""
    related = (name.strip().lower() for name in fields.get("related", "").split(","))
    return tuple(dict.fromkeys([*targets(fields), *(name for name in related if name)]))


class Parents:
    """All entries of a file that others name, by key in small letters."""

    def __init__(self, entries: Mapping[str, Parent]) -> None:
        self._entries = entries
        self._whole: dict[str, Fields] = {}
        self._open: list[str] = []

    def inherit(self, kind: str, fields: Fields, doubts: list[Doubt]) -> Fields:
        """Return the fields of an entry with what it inherits. What it refers to in vain becomes a doubt."""
        found = dict(fields)
        by_crossref = fields.get("crossref", "").strip().lower()
        for key in targets(fields):
            above = self._of(key, doubts)
            passed = _passed_on(kind, above) if key == by_crossref else above
            dated = not _DATE.isdisjoint(found)
            for name, value in passed.items():
                if not (dated and name in _DATE):
                    found.setdefault(name, value)
        return found

    def identified(self, key: str) -> tuple[tuple[Identifier, ...], str]:
        """Return what identifies an entry that others name, and its title; the key where the file has neither."""
        fields = self._entries[key.lower()].fields if key.lower() in self._entries else {}
        title = plain_text(fields.get("title", ""))
        return find_identifiers(fields, key).identifiers, title or key

    def _of(self, key: str, doubts: list[Doubt]) -> Fields:
        """Return the fields of a parent with what it inherits itself; each is worked out once."""
        if key in self._whole:
            return self._whole[key]
        parent = self._entries.get(key)
        if parent is None or key in self._open or len(self._open) >= _DEEPEST:
            why = "is not in this file" if parent is None else "refers back to it"
            reason = f"the entry {key!r} that it inherits from {why}"
            doubts.append(Doubt(field="venue", reason=reason, confidence=0.5))
            return {}
        self._open.append(key)
        self._whole[key] = self.inherit(parent.kind, parent.fields, doubts)
        self._open.pop()
        return self._whole[key]


def _passed_on(kind: str, fields: Fields) -> Fields:
    """Return what a child of this kind gets by `crossref`."""
    passed = {name: value for name, value in fields.items() if name not in _OWN}
    into = "journal" if kind in _AS_JOURNAL else "main" if kind in _AS_VOLUME else "book"
    if into == "main":
        passed.pop("author", None)
    for name in ("title", "subtitle"):
        if name in fields:
            passed.setdefault(into + name, fields[name])
    return passed
