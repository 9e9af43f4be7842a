"""Entries -> citation keys. Reads: Entry. Emits: unique ASCII keys, `vaswani2017attention`."""

import hashlib
import re

from kg import text
from kg.profiles.entry import Entry
from kg.profiles.texts import date_parts

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_SMALL = """
a an and are as at be but by can do does for from how in into is it its not of on or over that the their there this
to towards toward using via we what when where which why with without your you der die das ein eine zur zum und von
le la les un une des du et sur dans el los las una y de en
"""
_SMALL_WORDS = frozenset(_SMALL.split())


class CitationKeys:
    """Gives each entry of one file its key: family name, year, first telling word of the title.

    An entry whose key was given before gets digits of its IRI's sha256 behind it, so that a key hangs on the entry and
    on at most one other one, never on a running number.
    """

    def __init__(self) -> None:
        """Begin a file."""
        self._given: set[str] = set()

    def key(self, entry: Entry) -> str:
        """Return the key of the next entry of the file."""
        key = plain = citation_key(entry)
        digits = hashlib.sha256(entry.iri.encode()).hexdigest()
        length = 4
        while key in self._given:
            key = f"{plain}-{digits[:length]}"
            length += 1
        self._given.add(key)
        return key


def citation_key(entry: Entry) -> str:
    """Return the key of an entry alone: parts that are unknown or have no ASCII letter fall back on fixed words."""
    first = entry.authors[0].agent if entry.authors else None
    family = "anonymous" if first is None else _ascii(first.family or _last_word(first.name, whole=first.collective))
    year = date_parts(entry.date).year
    words = _ASCII_WORD.findall(text.fold(entry.title or ""))
    word = next((one for one in words if one not in _SMALL_WORDS and len(one) > 1), "")
    return f"{family or 'author'}{'nd' if year is None else f'{year:04}'}{word}"


def _last_word(name: str, *, whole: bool) -> str:
    return name if whole else (name.split() or [""])[-1]


def _ascii(name: str) -> str:
    return "".join(_ASCII_WORD.findall(text.fold(name)))
