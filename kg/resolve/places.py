"""Venues of records -> venues of the graph. Reads: records, papers. Emits: model.Venue, one for each group of ISSNs.

A venue is its ISSNs: two that share one are one venue. A name without ISSN is the venue of that name: the one with
ISSNs where this graph knows one, else one of its own. Names that many series bear (`Proceedings`) stay by themselves.
"""

import sqlite3
from collections.abc import Iterator
from itertools import groupby

from kg import iris
from kg.model import Record, Venue
from kg.text import blanks_folded, fold, nfc

# What series are called by all over the world; a name of such words alone tells none of them.
_WIDESPREAD = frozenset(
    fold(
        """a the of and for in de la du des et der die das und e y i annals annual annales annalen anales archives
    archiv book books bulletin bulletins communications comptes conference contributions courses editorial essays
    journal lecture lectures letters magazine meeting memoir memoirs memorias newsletter note notes paper papers
    preprint preprints proceedings proc program programme publications record records rendus report reports research
    review reviews sciences series seminar studies supplement symposium technical thesis transactions working
    workshop workshops yearbook zeitschrift zpravy"""
    ).split()
)
_SCHEMA = """
CREATE TABLE venue_bearer (name TEXT, issn TEXT, PRIMARY KEY (name, issn)) WITHOUT ROWID;
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
        if record.venue is not None and issns and (name := fold(record.venue.name)):
            self._db.execute("INSERT OR IGNORE INTO venue_bearer VALUES (?, ?)", (name, issns[0]))

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
        roots = sorted({self._root(issn) for issn in venue.issns}) or self._bearer(fold(name))
        publisher = blanks_folded(nfc(venue.publisher or ""))
        self._db.execute(
            "INSERT INTO venue_spelling VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1",
            (iris.venue_key(name, roots[0] if roots else None), name, publisher),
        )
        return Venue(name=name, issns=tuple(sorted({*roots, *venue.issns})), publisher=publisher or None)

    def _bearer(self, name: str) -> list[str]:
        """Return the ISSN of the one venue of a name, nothing where there is none, or several, or many elsewhere."""
        if all(word in _WIDESPREAD for word in name.split()):
            return []
        rows = self._db.execute("SELECT issn FROM venue_bearer WHERE name = ?", (name,)).fetchall()
        roots = {self._root(issn) for (issn,) in rows}
        return list(roots) if len(roots) == 1 else []

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
