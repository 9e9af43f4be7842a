"""Venues of records -> venues of the graph. Reads: records, papers. Emits: model.Venue, one for each group of ISSNs.

A venue is its ISSNs: two that share one are one venue. A venue without ISSN is its name.
"""

import sqlite3
from collections.abc import Iterator
from itertools import groupby

from kg import iris
from kg.model import Record, Venue
from kg.text import blanks_folded, nfc

_SCHEMA = """
CREATE TABLE venue_spelling (venue TEXT, name TEXT, publisher TEXT, times INTEGER,
                             PRIMARY KEY (venue, name, publisher)) WITHOUT ROWID;
"""


class Places:
    """The venues of one build. Call `note` for every record, then `placed` for every venue, then read them.

    The ISSNs are kept in memory: the world has less than three million.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Make the table."""
        self._db = connection
        self._db.executescript(_SCHEMA)
        self._parent: dict[str, str] = {}

    def note(self, record: Record) -> None:
        """Note which ISSNs are of one venue."""
        issns = () if record.venue is None else record.venue.issns
        for issn in issns:
            low, high = sorted((self._root(issns[0]), self._root(issn)))
            self._parent[high] = low

    def _root(self, issn: str) -> str:
        root = issn
        while (parent := self._parent.setdefault(root, root)) != root:
            root = parent
        self._parent[issn] = root
        return root

    def placed(self, venue: Venue | None) -> Venue | None:
        """Return a venue of a paper with the ISSN that its key is made of first; count its name."""
        name = None if venue is None else blanks_folded(nfc(venue.name))
        if venue is None or not name:
            return None
        roots = sorted({self._root(issn) for issn in venue.issns})
        publisher = blanks_folded(nfc(venue.publisher or ""))
        self._db.execute(
            "INSERT INTO venue_spelling VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1",
            (iris.venue_key(name, roots[0] if roots else None), name, publisher),
        )
        return Venue(name=name, issns=tuple(sorted({*roots, *venue.issns})), publisher=publisher or None)

    def venues(self) -> Iterator[Venue]:
        """Yield the venues, sorted by key."""
        groups: dict[str, list[str]] = {}
        for issn in sorted(self._parent):
            groups.setdefault(iris.venue_key("", self._root(issn)), []).append(issn)
        rows = self._db.execute("SELECT venue, name, publisher, times FROM venue_spelling ORDER BY 1, 2, 3")
        for key, group in groupby(rows, key=lambda row: str(row[0])):
            spellings = list(group)
            times: dict[str, int] = {}
            for _, name, _, count in spellings:
                times[name] = times.get(name, 0) + count
            named = min(times, key=lambda name: (-times[name], name))
            published = min(((-count, p) for _, _, p, count in spellings if p), default=(0, None))[1]
            yield Venue(name=named, issns=tuple(groups.get(key, ())), publisher=published)
