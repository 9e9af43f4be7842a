"""How works stand to each other. Reads: records, drafts of papers, keys. Emits: relations of papers, who is retracted.

A notice is never the paper that it is about, nor a part its whole: what a record says of another work by an identifier
keeps the two apart. `version-of` says the contrary.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from kg.match.forms import full_identifiers, isbns_of_whole
from kg.model import Identifier, Paper, Record, Relation, RelationKind
from kg.resolve.keys import Keys
from kg.text import fold

_SAME_WORK = frozenset({"version-of", "replaces", "replaced-by", "related"})
"""Relations in which two forms of one work may stand."""

_SCHEMA = """
CREATE TABLE retraction (root INTEGER, ordinal INTEGER, scheme TEXT, value TEXT);
CREATE TABLE retracted (key TEXT PRIMARY KEY) WITHOUT ROWID;
"""


def stated_relations(record: Record) -> Iterator[Relation]:
    """Yield the relations of a record; the ISBN of a chapter is that of the book that it is part of."""
    yield from record.relations
    for isbn in isbns_of_whole(record):
        yield Relation(kind="part-of", identifiers=(isbn,))


def other_works(record: Record) -> Iterator[Identifier]:
    """Yield the identifiers of works that a record sets apart from its own."""
    own = set(full_identifiers(record))
    for relation in record.relations:
        if relation.kind not in _SAME_WORK:
            yield from (one for one in relation.identifiers if one not in own)


def other_forms(record: Record) -> Iterator[Identifier]:
    """Yield the identifiers that a record gives to other forms of its work."""
    own = set(full_identifiers(record))
    for relation in record.relations:
        if relation.kind == "version-of":
            yield from (one for one in relation.identifiers if one not in own)


def merged_relations(records: Sequence[Record]) -> tuple[Relation, ...]:
    """Return the relations of the records, each once: those of a kind that share an identifier or the text are one."""
    merged: list[dict[str, Any]] = []
    by_mark: dict[tuple[RelationKind, object], int] = {}
    for relation in (relation for record in records for relation in stated_relations(record)):
        words = fold(relation.text or "")
        marks = [(relation.kind, mark) for mark in (*relation.identifiers, *([words] if words else []))]
        place = next((by_mark[mark] for mark in marks if mark in by_mark), None)
        if place is None and marks:
            place = len(merged)
            merged.append({"kind": relation.kind, "identifiers": set(), "text": relation.text})
        if place is not None:
            merged[place]["identifiers"].update(relation.identifiers)
            by_mark.update(dict.fromkeys(marks, place))
    found = (Relation(**{**one, "identifiers": tuple(sorted(one["identifiers"]))}) for one in merged)
    return tuple(sorted(found, key=lambda one: (one.kind, one.identifiers, one.text or "")))


def placed_relations(paper: Paper, keys: Keys) -> tuple[tuple[tuple[RelationKind, str], ...], tuple[Relation, ...]]:
    """Return how a paper stands to papers of this graph, by their keys, and its relations to other works."""
    found = [(keys.paper_of(relation.identifiers), relation) for relation in paper.relations]
    inside = {(relation.kind, key) for key, relation in found if key is not None} - {
        (relation.kind, paper.key) for relation in paper.relations
    }
    return tuple(sorted(inside)), tuple(relation for key, relation in found if key is None)


class Retractions:
    """Which papers are retracted by others. Call `note` for every draft, `settle`, then ask."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Make the tables."""
        self._db = connection
        self._db.executescript(_SCHEMA)

    def note(self, root: int, paper: Paper) -> None:
        """Note what a paper retracts."""
        retracted = (relation for relation in paper.relations if relation.kind == "retracts")
        rows = (
            (root, place, one.scheme, one.value)
            for place, relation in enumerate(retracted)
            for one in relation.identifiers
        )
        self._db.executemany("INSERT INTO retraction VALUES (?, ?, ?, ?)", rows)

    def settle(self, keys: Keys) -> None:
        """Find the papers that are meant, as `placed_relations` does."""
        rows = self._db.execute(
            "SELECT key, ordinal, scheme, value FROM retraction JOIN minted USING (root) ORDER BY 1, 2, 3, 4"
        ).fetchall()
        told: set[tuple[str, int]] = set()
        for own, place, scheme, value in rows:
            key = None if (own, place) in told else keys.paper_of((Identifier(scheme, value),))
            if key is not None:
                told.add((own, place))
                if key != own:
                    self._db.execute("INSERT OR IGNORE INTO retracted VALUES (?)", (key,))

    def has_retracted(self, key: str) -> bool:
        """Return whether another paper retracts the one of this key."""
        return self._db.execute("SELECT 1 FROM retracted WHERE key = ?", (key,)).fetchone() is not None
