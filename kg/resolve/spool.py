"""Records kept on disk, in a fixed order. Reads: model.Record, in any order. Emits: headings, records, groups.

A record gets its number (from 0) from the order of source digest and index, so that nothing that follows depends on
the order in which records arrived.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import msgspec
from msgspec import Struct

from kg.match.authors import AuthorList
from kg.match.forms import (
    EXCLUSIVE,
    exclusive_value,
    form_of,
    full_identifiers,
    identifier_form,
    is_ordered,
    notice_of,
)
from kg.match.names import name_tokens
from kg.match.titles import title_match_key
from kg.match.wordings import stable_hash
from kg.model import Identifier, Record
from kg.resolve.relations import other_forms, other_works
from kg.text import fold

_SCHEMA = """
CREATE TABLE arrival (source_key TEXT, ordinal INTEGER, heading BLOB, record BLOB, PRIMARY KEY (source_key, ordinal));
CREATE TABLE place (number INTEGER PRIMARY KEY, arrival INTEGER, listing TEXT, day TEXT,
                    title_key INTEGER, abstract_key INTEGER);
CREATE TABLE kin (scheme INTEGER, value TEXT, number INTEGER, PRIMARY KEY (scheme, value, number)) WITHOUT ROWID;
CREATE TABLE numbering (scheme INTEGER, value TEXT, number INTEGER, PRIMARY KEY (scheme, value, number)) WITHOUT ROWID;
"""
_BATCH = 2000
LISTING = "listing"
"""The format of listing pages."""
STRENGTH = ("doi", "arxiv", "pmid", "pmcid", "acl", "dblp", "openalex", "s2", "wikidata", "isbn")
"""Schemes by which records are joined, the surest first."""


class Heading(Struct, frozen=True):
    """What of a record decides which paper it speaks of."""

    source: str
    start_line: int
    end_line: int
    listing: str
    """The list that it is a row of: records of one layout in one source. A list names a paper once."""
    title: str | None
    title_key: int | None
    authors: AuthorList
    abstract_key: int | None
    date: str | None
    title_doubtful: bool
    listed: bool = True
    """Whether it is a row of a listing page, which knows no identifiers and no forms."""
    form: str | None = None
    notice: str | None = None
    numbers: tuple[tuple[str, str], ...] = ()
    """Scheme and value of the identifiers by which it may be joined."""
    printed_in: tuple[str, str, str] = ("", "", "")
    """Venue, volume and first page, folded; empty where the record has none."""
    exclusive: tuple[tuple[str, str | None, str], ...] = ()
    """Scheme, form and value of the identifiers of which a work has one a form."""
    apart_from: tuple[tuple[str, str], ...] = ()
    """Scheme and value of the identifiers of works that it is said not to be: what it corrects, what it is part of."""
    kin: tuple[tuple[str, str], ...] = ()
    """Scheme and value of the identifiers of other forms of its work."""

    @property
    def place(self) -> str:
        """Where the record stands, for a message."""
        if self.start_line == self.end_line:
            return f"{self.source}, line {self.start_line}"
        return f"{self.source}, lines {self.start_line} to {self.end_line}"


def heading(record: Record) -> Heading:
    """Return the heading of a record."""
    listed, form, identifiers = record.format == LISTING, form_of(record), full_identifiers(record)
    exclusive = [
        (one.scheme, kind, exclusive_value(one, kind))
        for one in identifiers
        if one.scheme in EXCLUSIVE and (kind := identifier_form(one, record))
    ]
    names = tuple(name_tokens(name.display) for name in record.names)
    return Heading(
        source=record.source,
        start_line=record.start_line,
        end_line=record.end_line,
        listing=f"{record.source_key} {record.layout}" + ("" if listed else f" {record.index}"),
        title=record.title,
        title_key=None if record.title is None else stable_hash(title_match_key(record.title)),
        authors=AuthorList(names, record.authors_complete, is_ordered(record)),
        abstract_key=None if record.abstract is None else stable_hash(fold(record.abstract)),
        date=record.date,
        title_doubtful=any(doubt.field in {"title", "byline"} for doubt in record.doubts),
        listed=listed,
        form=form,
        notice=notice_of(record),
        numbers=tuple((i.scheme, i.value) for i in identifiers if i.scheme != "isbn" or form == "book"),
        printed_in=(
            fold(record.venue.name) if record.venue else "",
            fold(record.volume or ""),
            (fold(record.pages or "").split() or [""])[0],
        ),
        exclusive=tuple(exclusive),
        apart_from=tuple(sorted({(one.scheme, one.value) for one in other_works(record)})),
        kin=tuple(sorted({(one.scheme, one.value) for one in other_forms(record)})),
    )


class Spool:
    """A SQLite file with the records of one build."""

    def __init__(self, path: Path) -> None:
        """Make the file. `path` must not exist; who gave it removes it."""
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in (
            "journal_mode=OFF",
            "synchronous=OFF",
            "cache_size=-65536",
            "temp_store=FILE",
            "locking_mode=EXCLUSIVE",
        ):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.executescript(_SCHEMA)
        self._encode: Callable[[object], bytes] = msgspec.msgpack.Encoder().encode
        self._decode_record = msgspec.msgpack.Decoder(Record).decode
        self._decode_heading = msgspec.msgpack.Decoder(Heading).decode
        self._arrived: list[tuple[str, int, bytes, bytes]] = []
        self.heading = lru_cache(maxsize=20_000)(self._heading)
        self.abstract = lru_cache(maxsize=20_000)(self._abstract)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def add(self, record: Record) -> None:
        """Keep a record. Of two with one key the smaller in bytes is kept, whichever came first."""
        self._arrived.append((record.source_key, record.index, self._encode(heading(record)), self._encode(record)))
        if len(self._arrived) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        self.write(
            "INSERT INTO arrival VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET heading = excluded.heading,"
            " record = excluded.record WHERE excluded.record < record",
            self._arrived,
        )
        self._arrived.clear()

    def write(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Run a statement for many rows in one transaction."""
        with self.transaction():
            self.connection.executemany(statement, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make the statements of a `with` block one transaction: ten times faster than one each."""
        self.connection.execute("BEGIN")
        yield
        self.connection.execute("COMMIT")

    def settle(self) -> int:
        """Number the records; return how many there are. Nothing can be added afterwards."""
        self._flush()
        rows = self.connection.execute("SELECT rowid, heading FROM arrival ORDER BY source_key, ordinal")
        numbered = (
            (number, arrival, found.listing, found.date, found.title_key, found.abstract_key)
            for number, arrival, found in ((i, row, self._decode_heading(blob)) for i, (row, blob) in enumerate(rows))
        )
        self.write("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)", numbered)
        self.write("INSERT OR IGNORE INTO numbering VALUES (?, ?, ?)", self._numberings())
        self.write("INSERT OR IGNORE INTO kin VALUES (?, ?, ?)", self._kin())
        for column in ("title_key", "abstract_key"):
            self.connection.execute(f"CREATE INDEX by_{column} ON place ({column}) WHERE {column} IS NOT NULL")
        (count,) = self.connection.execute("SELECT count(*) FROM place").fetchone()
        return int(count)

    def _numberings(self) -> Iterator[tuple[int, str, int]]:
        rows = self.connection.execute("SELECT number, heading FROM place JOIN arrival ON arrival.rowid = arrival")
        for number, blob in rows:
            for scheme, value in self._decode_heading(blob).numbers:
                if scheme in STRENGTH:
                    yield STRENGTH.index(scheme), value, number

    def _kin(self) -> Iterator[tuple[int, str, int]]:
        rows = self.connection.execute("SELECT number, heading FROM place JOIN arrival ON arrival.rowid = arrival")
        for number, blob in rows:
            for scheme, value in self._decode_heading(blob).kin:
                if scheme in STRENGTH:
                    yield STRENGTH.index(scheme), value, number

    def kindred(self) -> Iterator[tuple[int, int]]:
        """Yield each record that names another form of its work with each record of that form, the surest first."""
        yield from self.connection.execute(
            "SELECT kin.number, numbering.number FROM kin JOIN numbering USING (scheme, value)"
            " WHERE kin.number <> numbering.number ORDER BY scheme, value, 1, 2"
        ).fetchall()

    def numbered(self) -> Iterator[tuple[Identifier, list[int]]]:
        """Yield the records of each identifier that two or more have, the surest schemes first."""
        rows = self.connection.execute(
            "SELECT scheme, value, number FROM numbering WHERE (scheme, value) IN"
            " (SELECT scheme, value FROM numbering GROUP BY 1, 2 HAVING count(*) > 1) ORDER BY 1, 2, 3"
        )
        for (scheme, value), members in groupby(rows, key=lambda row: (row[0], row[1])):
            yield Identifier(STRENGTH[scheme], value), [number for *_, number in members]

    def _heading(self, number: int) -> Heading:
        return self._decode_heading(self._blob(number, "heading"))

    def _abstract(self, number: int) -> str | None:
        return self.record(number).abstract

    def record(self, number: int) -> Record:
        """Return a record by its number."""
        return self._decode_record(self._blob(number, "record"))

    def _blob(self, number: int, column: str) -> bytes:
        query = f"SELECT {column} FROM place JOIN arrival ON arrival.rowid = place.arrival WHERE number = ?"  # noqa: S608 - a column of ours
        (blob,) = self.connection.execute(query, (number,)).fetchone()
        return bytes(blob)

    def groups(self, column: str) -> Iterator[tuple[int, list[int]]]:
        """Yield each value of `title_key` or `abstract_key` that two or more records have, with their numbers."""
        rows = self.connection.execute(
            f"SELECT {column}, number FROM place WHERE {column} IN"  # noqa: S608 - a column of ours
            f" (SELECT {column} FROM place WHERE {column} IS NOT NULL GROUP BY 1 HAVING count(*) > 1) ORDER BY 1, 2"
        )
        for key, members in groupby(rows, key=lambda row: row[0]):
            yield key, [number for _, number in members]
