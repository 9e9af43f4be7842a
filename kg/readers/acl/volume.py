"""What a volume of the ACL Anthology says for all its papers. Reads: parts of elements. Emits: Volume."""

import re
from typing import NamedTuple

from kg.dates import printed_date
from kg.model import Doubt, Identifier, Name, Venue
from kg.readers.acl.ids import anthology_id, year_of_collection
from kg.readers.acl.names import names
from kg.readers.acl.text import Parts, line_text, part_text
from kg.readers.syntax.json_records import Found

_ISSUE = re.compile(
    r"(?P<journal>[^,]+), Vol(?:ume|\.) (?P<volume>[\w/–-]+)(?:, (?:Issue|Number|Num[ée]ro|No\.?) (?P<issue>[\w/–-]+))?"
    r"(?:\W.*)?"
)
_NO_JOURNAL = re.compile(
    r"\b(?:proceedings|conference|workshop|meeting|symposium|congress|papers|tutorials?|actes)\b", re.IGNORECASE
)
_JOURNALS = ("J", "Q")
"""The letters of the Anthology for Computational Linguistics and for the Transactions of the ACL, before 2020."""
_SEPARATORS = re.compile(r"\s*[,;]\s*")


class Volume(NamedTuple):
    """The collection and the volume that are read, and what stands in `meta`."""

    collection: str
    number: str = ""
    is_journal: bool = False
    title: str | None = None
    venue: Venue | None = None
    volume: str | None = None
    issue: str | None = None
    date: str | None = None
    date_text: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    """DOI and ISBN of the whole."""
    editors: tuple[Name, ...] = ()
    front_id: Identifier | None = None
    """The number of the front matter if there is one, which is that of the volume for want of another one."""
    doubts: tuple[Doubt, ...] = ()

    def with_front(self) -> "Volume":
        """Return the volume, of which it is known that it has a front matter."""
        value = anthology_id(self.collection, self.number, "0")
        return self._replace(front_id=Identifier("acl", value) if value is not None else None)

    def of_meta(self, meta: Parts, found: Found) -> "Volume":
        """Return the volume with what its `meta` says, or what a paper of an old file says of the whole."""
        title = part_text(meta, "booktitle") or part_text(meta, "title")
        journal = part_text(meta, "journal-title") or part_text(meta, "journal")
        volume, issue = part_text(meta, "journal-volume"), part_text(meta, "journal-issue")
        told = self.is_journal or journal is not None or self.collection[:1] in _JOURNALS
        if title is not None and journal is None and (match := _issue(title, told=told)) is not None:
            journal, volume, issue, told = match["journal"], volume or match["volume"], issue or match["issue"], True
        name = journal or title
        publisher = part_text(meta, "publisher")
        date, date_text = date_of(meta, self.collection, found)
        editors, _ = names(meta.get("editor", ()), found, "editors")
        return self._replace(
            is_journal=told,
            title=title,
            venue=Venue(name=name, publisher=publisher) if name else None,
            volume=volume,
            issue=issue,
            date=date,
            date_text=date_text,
            identifiers=identifiers_of(meta, found, isbn=True),
            editors=editors,
            doubts=tuple(found.doubts),
        )


def _issue(title: str, *, told: bool) -> re.Match[str] | None:
    """Return the parts of a title that is that of one issue of a journal: `Journal of Words, Volume 1, Number 2`.

    `told` says that it is a journal; else its name must not be that of a meeting.
    """
    match = _ISSUE.fullmatch(title)
    return None if match is None or (not told and _NO_JOURNAL.search(match["journal"])) else match


def identifiers_of(parts: Parts, found: Found, *, isbn: bool = False) -> tuple[Identifier, ...]:
    """Return the DOI, and with `isbn` the ISBNs, that stand in an element."""
    read = [found.identifier("doi", line_text(one)) for one in parts.get("doi", ())]
    for one in (*parts.get("isbn", ()), *parts.get("ISBN", ())) if isbn else ():
        read += [found.identifier("isbn", printed) for printed in _SEPARATORS.split(line_text(one) or "") if printed]
    return tuple(sorted({one for one in read if one is not None}))


def date_of(parts: Parts, collection: str, found: Found) -> tuple[str | None, str | None]:
    """Return the date that `year` and `month` say, and the printed one where that says more.

    Without a year it is the one that the collection is named by.
    """
    year, month = part_text(parts, "year"), part_text(parts, "month")
    if year is None and (year := year_of_collection(collection)) is not None:
        found.doubt("date", f"the volume has no year; {year} is that of the collection {collection}", confidence=0.9)
    if month and year and month.isascii() and month.isdigit():
        return printed_date(f"{year}-{month.zfill(2)}")
    printed = month if month and year and year in month else " ".join(filter(None, (month, year)))
    return printed_date(printed)
