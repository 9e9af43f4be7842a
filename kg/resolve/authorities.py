"""Persons and organizations that sources describe apart from papers. Reads: model.Authority. Emits: who bears a name.

The names of one entry are one bearer's, where the law on identity allows: names without identifiers join under the
leading one of an entry without identifiers; an entry with identifiers keeps its names from others, and is joined by
what carries them. Two bearers of one name split it.
"""

import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

import msgspec

from kg.identifiers import PERSON_SCHEMES
from kg.model import Authority, Finding, Identifier, Name, OrganizationAuthority, PersonAuthority
from kg.resolve.identified import Identified, full_name_key

_RANKS = {scheme: rank for rank, scheme in enumerate(PERSON_SCHEMES)}
GOVERNING = ("acl",)
"""Schemes whose keeper says of each name on its own papers whose it is: the ACL Anthology."""
_MOST = 50
"""Entries of one name that are looked at; two bearers are enough to split it."""

_BATCH = 2000
_SCHEMA = """
CREATE TABLE authority (source_key TEXT, ordinal INTEGER, kind TEXT, blob BLOB, PRIMARY KEY (source_key, ordinal));
CREATE TABLE described (kind TEXT, agent TEXT, authority INTEGER, PRIMARY KEY (kind, agent, authority)) WITHOUT ROWID;
CREATE TABLE name_claim (name TEXT, authority INTEGER, PRIMARY KEY (name, authority)) WITHOUT ROWID;
CREATE TABLE entry (authority INTEGER PRIMARY KEY, scheme TEXT, value TEXT, leading TEXT, governed TEXT);
"""


_Described = TypeVar("_Described", PersonAuthority, OrganizationAuthority)


class _Entry(NamedTuple):
    number: int
    leading: str
    governed: bool
    """Whether its identifier is of a scheme that governs papers of its own."""


class Verdict(NamedTuple):
    """Whose a name is: that of two bearers, of an identified person, or of whoever bears the leading name."""

    split: bool = False
    identifier: Identifier | None = None
    leading: str | None = None
    numbers: tuple[int, ...] = ()
    """Of the entries that say so."""


class Authorities:
    """What the sources of one build say of persons and organizations. Call `add`, then `settle`, then ask."""

    def __init__(self, connection: sqlite3.Connection, identified: Identified) -> None:
        """Make the tables."""
        self._db = connection
        self._db.executescript(_SCHEMA)
        self._identified = identified
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Authority).decode
        self._any = False
        self._arrived: list[tuple[str, int, str, bytes]] = []
        self._bearers = lru_cache(maxsize=1 << 16)(self._claimed_by)

    def add(self, authority: Authority) -> None:
        """Take an entry. Of two of one place the smaller in bytes is kept."""
        kind = "person" if isinstance(authority, PersonAuthority) else "organization"
        self._arrived.append((authority.source_key, authority.index, kind, self._encode(authority)))
        self._any = True
        if len(self._arrived) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        self._db.execute("SAVEPOINT arrival")
        self._db.executemany(
            "INSERT INTO authority VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET kind = excluded.kind,"
            " blob = excluded.blob WHERE excluded.blob < blob",
            self._arrived,
        )
        self._db.execute("RELEASE arrival")
        self._arrived.clear()

    def persons(self) -> Iterator[tuple[int, PersonAuthority]]:
        """Yield the persons with their numbers, in the order of source digest and index."""
        yield from self._of_kind("person", PersonAuthority)

    def organizations(self) -> Iterator[tuple[int, OrganizationAuthority]]:
        """Yield the organizations with their numbers, in the order of source digest and index."""
        yield from self._of_kind("organization", OrganizationAuthority)

    def _of_kind(self, kind: str, struct: type[_Described]) -> Iterator[tuple[int, _Described]]:
        if not self._any:
            return
        decode = msgspec.msgpack.Decoder(struct).decode
        rows = self._db.execute(
            "SELECT rowid, blob FROM authority WHERE kind = ? ORDER BY source_key, ordinal", (kind,)
        )
        for number, blob in rows:
            yield number, decode(blob)

    def person(self, number: int) -> PersonAuthority:
        """Return the person of a number."""
        (blob,) = self._db.execute("SELECT blob FROM authority WHERE rowid = ?", (number,)).fetchone()
        return msgspec.msgpack.decode(blob, type=PersonAuthority)

    def settle(self) -> None:
        """Note who bears which name and which identifiers are of one person."""
        self._flush()
        for number, person in self.persons():
            ids = identifiers_of(person)
            keys = name_keys(person)
            self._identified.note_person(ids, keys)
            governed = next((one.value for one in ids if one.scheme in GOVERNING), "")
            strongest = ids[0] if ids else Identifier("", "")
            leading = keys[0] if keys else ""
            self._db.execute(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?)",
                (number, strongest.scheme, strongest.value, leading, governed),
            )
            self._db.executemany("INSERT OR IGNORE INTO name_claim VALUES (?, ?)", ((key, number) for key in keys))

    def verdict(self, key: str, *, governing: bool) -> Verdict | None:
        """Return whose a name without identifier is by the entries, None where they say nothing.

        `governing` tells whether the name stands on a paper of a scheme that says of each name whose it is.
        """
        claims = self._bearers(key) if self._any else {}
        if not claims:
            return None
        if len(claims) > 1:
            return Verdict(split=True)
        ((bearer, entries),) = claims.items()
        if isinstance(bearer, Identifier):
            own = governing and any(entry.governed for entry in entries) and not self._identified.is_split(key)
            return Verdict(identifier=bearer, numbers=tuple(entry.number for entry in entries)) if own else None
        return self._led(entries)

    def _led(self, entries: tuple[_Entry, ...]) -> Verdict | None:
        """Return the leading name of entries without identifiers, None where their names are of two known persons."""
        own = [name for entry in entries for name in self._names(entry.number) if len(self._bearers(name)) == 1]
        if len({bearer for name in own for bearer in self._identified.bearers(name)}) > 1:
            return None
        leading = [entry.leading for entry in entries if entry.leading in own]
        return Verdict(leading=min(leading or own), numbers=tuple(entry.number for entry in entries))

    def _names(self, number: int) -> list[str]:
        rows = self._db.execute("SELECT name FROM name_claim WHERE authority = ? ORDER BY 1", (number,))
        return [name for (name,) in rows.fetchall()]

    def _claimed_by(self, key: str) -> dict[Identifier | str, tuple[_Entry, ...]]:
        """Return the bearers of a name (an identifier, or the leading name of entries without) with their entries."""
        rows = self._db.execute(
            "SELECT authority, scheme, value, leading, governed FROM name_claim JOIN entry USING (authority)"
            " JOIN authority ON authority.rowid = authority WHERE name = ? ORDER BY source_key, ordinal LIMIT ?",
            (key, _MOST),
        )
        found: dict[Identifier | str, tuple[_Entry, ...]] = {}
        for number, scheme, value, leading, governed in rows.fetchall():
            bearer = self._identified.canonical(Identifier(scheme, value)) if scheme else str(leading)
            found[bearer] = (*found.get(bearer, ()), _Entry(number, leading, bool(governed)))
        return found

    def homonyms(self, display: str, key: str) -> Finding:
        """Return the finding that entries give a name to several persons."""
        return Finding(
            severity="info",
            rule="homonym",
            message=f"'{display}' is the name of {len(self._bearers(key))} persons by the sources that describe them; "
            "authors of this name without an identifier are each known on their one paper only.",
            repair="Add the identifier of the person to the records that lack it.",
            subject=display,
        )

    def describe(self, kind: str, agent: str, number: int) -> None:
        """Note that an entry describes an agent of the graph."""
        self._db.execute("INSERT OR IGNORE INTO described VALUES (?, ?, ?)", (kind, agent, number))

    def described(self) -> Iterator[tuple[str, str, Authority]]:
        """Yield the entries that became part of the graph: the kind and the key of the agent, and the entry."""
        rows = self._db.execute(
            "SELECT described.kind, agent, blob FROM described JOIN authority ON authority.rowid = described.authority"
            " ORDER BY source_key, ordinal, agent"
        )
        for kind, agent, blob in rows:
            yield kind, agent, self._decode(blob)

    def of_agent(self, kind: str, agent: str) -> list[Authority]:
        """Return the entries that describe an agent, those with identifiers first."""
        if not self._any:
            return []
        rows = self._db.execute(
            "SELECT blob FROM described JOIN authority ON authority.rowid = described.authority"
            " WHERE described.kind = ? AND agent = ? ORDER BY source_key, ordinal",
            (kind, agent),
        ).fetchall()
        found: list[Authority] = [self._decode(blob) for (blob,) in rows]
        return sorted(found, key=lambda one: isinstance(one, PersonAuthority) and not identifiers_of(one))


def identifiers_of(person: PersonAuthority) -> tuple[Identifier, ...]:
    """Return the identifiers of a described person, the strongest first."""
    known = {one for one in person.name.identifiers if one.scheme in _RANKS}
    return tuple(sorted(known, key=lambda one: (_RANKS[one.scheme], one.value)))


def names_of(person: PersonAuthority) -> tuple[Name, ...]:
    """Return the names of a described person, the one they go by first; those in other scripts have their tag aside."""
    untagged = (Name(printed=variant) for tag, variant in person.name.variants if not tag and variant.strip())
    return (person.name, *person.other_names, *untagged)


def name_keys(person: PersonAuthority) -> list[str]:
    """Return the keys of the full names of a described person, each once, the one they go by first."""
    keys = (full_name_key(name) for name in names_of(person))
    return list(dict.fromkeys(key for key in keys if key is not None))
