"""A printed reference and its record -> the stretches of text that went into no field. Reads: Entry, Record.

Words are compared, not places: a record may have them in another order. Words that only join what is printed (`in`,
`vol.`, `pp.`) and labels of links are of no field.
"""

import re
from collections import Counter
from collections.abc import Iterator

from kg.dates import MONTHS
from kg.model import Record
from kg.readers.references.records import Entry
from kg.text import fold

_WORD = re.compile(r"[^\W_]+")
_JOINING_WORDS = """
a and arxiv article at available by chap chapter doi ed eds editor editors et al hrsg http https id in isbn
issn issue jg l link n nd nr no number of on online org p pages paper pdf pmid pp s seiten series the und url
v vol volume www y
"""
_JOINING = frozenset(_JOINING_WORDS.split())
_LETTERED_YEAR = re.compile(r"(\d{4})[a-z]")
_LEAST = 2
"""Letters: a lone one is left of an initial."""


def unread_stretches(entry: Entry, record: Record) -> Iterator[str]:
    """Yield the stretches of an entry's text that its record has in no field, as they are printed."""
    left = Counter(_folded(" ".join(_said(record))))
    if record.date:
        month = record.date[5:7].lstrip("0")
        left.update({word: 1 for word, number in MONTHS.items() if str(number) == month})
    text, start, end = entry.marked.text, -1, -1
    for word in _WORD.finditer(text):
        if _is_read(word[0], left):
            if end - start >= _LEAST:
                yield text[start:end]
            start = end = -1
        elif fold(word[0]) not in _JOINING:
            start, end = (word.start() if start < 0 else start), word.end()
    if end - start >= _LEAST:
        yield text[start:end]


def _is_read(printed: str, left: Counter[str]) -> bool:
    """Return whether a word is in a field; each word of a field is spent once."""
    words = _folded(printed)
    known = [word if left[word] else word[:3] for word in words]
    if not all(left[one] and (one == word or one in MONTHS) for one, word in zip(known, words, strict=True)):
        return False
    left.subtract(known)
    return True


def _folded(printed: str) -> list[str]:
    words = _WORD.findall(_LETTERED_YEAR.sub(r"\1", fold(printed)))
    return [word.lstrip("0") or "0" for word in words]


def _said(record: Record) -> Iterator[str]:
    """Yield the fields of a record that come from the text."""
    yield from filter(None, (record.title, record.authors_raw, record.date, record.volume, record.issue, record.pages,
                             record.landing_page, record.pdf, record.publication_type, record.publisher))  # fmt: skip
    if not record.authors_raw:
        yield from (name.printed for name in record.names)
    yield from (name.printed for name in record.editors)
    yield from (f"{one.scheme} {one.value}" for one in record.identifiers)
    yield from record.code_urls
    if record.venue is not None:
        yield from filter(None, (record.venue.name, record.venue.publisher, *record.venue.issns))
