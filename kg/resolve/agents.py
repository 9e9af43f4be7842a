"""What was said of each agent -> persons and organizations. Reads: names, identifiers, authorities. Emits: Person ...

The name of an agent is the one that a source describing persons or organizations gives it, else the one that most
papers print, typed with most care.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from msgspec.structs import replace

from kg.match.names import is_full_name
from kg.model import Authority, Identifier, Name, Organization, OrganizationAuthority, Person, PersonAuthority
from kg.resolve.authorities import Authorities, names_of
from kg.text import blanks_folded, nfc

Kind = Literal["person", "organization"]
Basis = Literal["orcid", "source-id", "full-name", "this-paper"]

_SCHEMA = """
CREATE TABLE spelling (agent TEXT, kind TEXT, basis TEXT, display TEXT, given TEXT, family TEXT, times INTEGER,
                       PRIMARY KEY (kind, agent, display, given, family)) WITHOUT ROWID;
CREATE TABLE agent_id (agent TEXT, scheme TEXT, value TEXT, PRIMARY KEY (agent, scheme, value)) WITHOUT ROWID;
CREATE TABLE other_script (kind TEXT, agent TEXT, tag TEXT, name TEXT, PRIMARY KEY (kind, agent, tag, name))
  WITHOUT ROWID;
CREATE TABLE body (agent TEXT, ror TEXT, country TEXT, PRIMARY KEY (agent, ror, country)) WITHOUT ROWID;
"""


class Identity(NamedTuple):
    """An agent: its kind, the key of its IRI, by what it is known, its identifiers."""

    kind: Kind
    key: str
    basis: Basis
    identifiers: tuple[Identifier, ...] = ()


class Agents:
    """The agents of one build. Call `spell` and the others for what is said of them, then read them."""

    def __init__(self, connection: sqlite3.Connection, authorities: Authorities) -> None:
        """Make the tables."""
        self._db = connection
        self._db.executescript(_SCHEMA)
        self._authorities = authorities

    def spell(self, identity: Identity, names: Iterable[Name], *, printed: bool = True) -> None:
        """Count the spellings of an agent; the first name is the one used, the others are what records print."""
        rows = (
            (
                identity.key,
                identity.kind,
                identity.basis,
                nfc(name.display),
                nfc(name.given or ""),
                nfc(name.family or ""),
                int(printed and place > 0),
            )
            for place, name in enumerate(names)
        )
        counted = "INSERT INTO spelling VALUES (?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET times = times + excluded.times"
        self._db.executemany(counted, rows)

    def identify(self, identity: Identity) -> None:
        """Keep the identifiers of an agent."""
        self._db.executemany(
            "INSERT OR IGNORE INTO agent_id VALUES (?, ?, ?)",
            ((identity.key, one.scheme, one.value) for one in identity.identifiers),
        )

    def name_otherwise(self, identity: Identity, variants: Iterable[tuple[str, str]]) -> None:
        """Keep names in other scripts, by language, and other spellings, which have none."""
        for tag, variant in variants:
            written = blanks_folded(nfc(variant))
            if written and tag:
                self._db.execute(
                    "INSERT OR IGNORE INTO other_script VALUES (?, ?, ?, ?)",
                    (identity.kind, identity.key, tag, written),
                )
            elif written:
                self.spell(identity, (Name(printed=written),))

    def locate(self, identity: Identity, ror: str | None, country: str | None) -> None:
        """Keep where an organization is."""
        if ror or country:
            self._db.execute("INSERT OR IGNORE INTO body VALUES (?, ?, ?)", (identity.key, ror or "", country or ""))

    def describe(self, identity: Identity, number: int, names: Sequence[Name]) -> None:
        """Keep that an entry of a source describes an agent, and the names that it gives."""
        self._authorities.describe(identity.kind, identity.key, number)
        self.spell(identity, (replace(name, printed=blanks_folded(nfc(name.printed))) for name in names), printed=False)
        self.identify(identity)

    def agents(self) -> Iterator[Person | Organization]:
        """Yield all persons, then all organizations, each sorted by key."""
        for kind in ("person", "organization"):
            query = (
                "SELECT agent, basis, display, given, family, times FROM spelling WHERE kind = ? ORDER BY 1, 3, 4, 5"
            )
            rows = self._db.execute(query, (kind,))
            for key, group in groupby(rows, key=lambda row: str(row[0])):
                entries = self._authorities.of_agent(kind, key)
                agent = _agent(kind, key, list(group), entries[0] if entries else None)
                yield self._person(agent) if isinstance(agent, Person) else self._body(agent)

    def _person(self, person: Person) -> Person:
        return replace(
            person, identifiers=self._identifiers(person.key), other_scripts=self._scripts("person", person.key)
        )

    def _body(self, organization: Organization) -> Organization:
        key = organization.key
        ror, country = self._db.execute(
            "SELECT max(ror), min(nullif(country, '')) FROM body WHERE agent = ?", (key,)
        ).fetchone()
        others = tuple(one for one in self._identifiers(key) if one.scheme != "ror")
        return replace(
            organization, ror=ror or None, country=country, identifiers=others,
            other_scripts=self._scripts("organization", key),
        )  # fmt: skip

    def _identifiers(self, key: str) -> tuple[Identifier, ...]:
        rows = self._db.execute("SELECT scheme, value FROM agent_id WHERE agent = ? ORDER BY 1, 2", (key,))
        return tuple(Identifier(*row) for row in rows)

    def _scripts(self, kind: Kind, key: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            self._db.execute(
                "SELECT tag, name FROM other_script WHERE kind = ? AND agent = ? ORDER BY 1, 2", (kind, key)
            )
        )


def described_names(authority: Authority) -> tuple[Name, ...]:
    """Return the names that a source gives whom it describes, the one they go by first, without empty ones."""
    if isinstance(authority, PersonAuthority):
        names: Iterable[Name] = names_of(authority)
    else:
        untagged = (name for tag, name in authority.other_names if not tag)
        names = (Name(printed=name) for name in (called(authority), *untagged))
    return tuple(name for name in names if name.display.strip())


def called(authority: OrganizationAuthority) -> str:
    """Return the name that an organization goes by."""
    return blanks_folded(nfc(authority.organization.name or authority.organization.raw))


def _agent(
    kind: str, key: str, rows: list[tuple[str, Basis, str, str, str, int]], described: Authority | None
) -> Person | Organization:
    times: Counter[str] = Counter()
    for _, _, display, _, _, count in rows:
        times[display] += count
    given_name = _given_name(described)
    name = (
        given_name.display
        if given_name is not None
        else min(times, key=lambda display: (_is_short(display), -times[display], -_care(display), display))
    )
    variants = tuple(sorted(display for display in times if display != name))
    if kind == "organization":
        return Organization(key=key, name=name, name_variants=variants)
    parts = [(count, given, family) for *_, given, family, count in rows if given and family]
    _, given, family = min(parts, key=lambda part: (-part[0], part[1], part[2]), default=(0, None, None))
    if given_name is not None and given_name.given and given_name.family:
        given, family = given_name.given, given_name.family
    return Person(
        key=key, name=name, identity_basis=rows[0][1], given_name=given, family_name=family, name_variants=variants
    )


def _given_name(described: Authority | None) -> Name | None:
    """Return the name that a source gives whom it describes, as it is spelt here."""
    names = () if described is None else described_names(described)
    if not names:
        return None
    first = names[0]
    parts = (nfc(first.given) if first.given else None, nfc(first.family) if first.family else None)
    return replace(first, printed=blanks_folded(nfc(first.printed)), given=parts[0], family=parts[1])


def _is_short(display: str) -> bool:
    """Return whether a spelling abbreviates a name: those are never the name of somebody who has a full one."""
    return not is_full_name(Name(printed=display))


def _care(display: str) -> int:
    """Return how carefully a name was typed: `Koç` more than `Koc`, `McKeown` more than `Mckeown` and `MCKEOWN`."""
    capitals = 0 if display.isupper() else sum(map(str.isupper, display))
    return capitals + sum(not letter.isascii() for letter in display)
