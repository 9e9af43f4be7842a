"""Authorships -> persons and organizations. Reads: drafts with keys. Emits: model.Person, model.Organization, findings.

Law 3: a name is one bearer in this graph only if a given name is written out; initials and mononyms are known on
their one paper. Two equal names on one paper are two persons, so that none of them is the bearer of the name.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

import msgspec

from kg import iris
from kg.match.names import is_collective, is_full_name
from kg.model import Authorship, Finding, Name, Organization, Paper, Person
from kg.text import nfc

Kind = Literal["person", "organization"]
Basis = Literal["full-name", "this-paper"]

_SCHEMA = """
CREATE TABLE spelling (agent TEXT, kind TEXT, basis TEXT, display TEXT, given TEXT, family TEXT, times INTEGER,
                       PRIMARY KEY (kind, agent, display, given, family)) WITHOUT ROWID;
CREATE TABLE signature (agent TEXT, paper INTEGER, PRIMARY KEY (agent, paper)) WITHOUT ROWID;
CREATE INDEX signature_paper ON signature (paper, agent);
"""


class People:
    """The agents of one build. Call `sign` for every paper, then read the agents."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Make the tables."""
        self._db = connection
        self._db.executescript(_SCHEMA)

    def sign(self, root: int, paper: Paper, spellings: Sequence[Sequence[Name]]) -> tuple[Paper, list[Finding]]:
        """Return the paper with the keys of its agents, and what is to be said of equal names on it."""
        names = [authorship.name for authorship in paper.authorships]
        twice = {key for key, times in Counter(map(_key, names)).items() if key is not None and times > 1}
        signed = []
        for authorship, printed in zip(paper.authorships, spellings, strict=True):
            kind, key, basis = _identity(authorship, paper.key, twice)
            self._spell(kind, key, basis, (authorship.name, *printed))
            if kind == "person":
                self._db.execute("INSERT OR IGNORE INTO signature VALUES (?, ?)", (key, root))
            signed.append(msgspec.structs.replace(authorship, agent=key, kind=kind))
        findings = [_homonym(paper, name) for key, name in sorted(_first_names(names).items()) if key in twice]
        return msgspec.structs.replace(paper, authorships=tuple(signed)), findings

    def _spell(self, kind: Kind, key: str, basis: Basis, names: Sequence[Name]) -> None:
        """Count the spellings of an agent; the first name is the one used, the others are what records print."""
        rows = (
            (key, kind, basis, nfc(name.display), nfc(name.given or ""), nfc(name.family or ""), int(place > 0))
            for place, name in enumerate(names)
        )
        counted = "INSERT INTO spelling VALUES (?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET times = times + excluded.times"
        self._db.executemany(counted, rows)

    def agents(self) -> Iterator[Person | Organization]:
        """Yield all persons, then all organizations, each sorted by key."""
        for kind in ("person", "organization"):
            query = (
                "SELECT agent, basis, display, given, family, times FROM spelling WHERE kind = ? ORDER BY 1, 3, 4, 5"
            )
            rows = self._db.execute(query, (kind,))
            for key, group in groupby(rows, key=lambda row: str(row[0])):
                yield _agent(kind, key, list(group))


def _key(name: Name) -> str | None:
    """Return the key of a name's bearer in the graph; None for an organization or a name that identifies nobody."""
    return iris.name_key(name.display) if is_full_name(name) and not is_collective(name.display) else None


def _first_names(names: Sequence[Name]) -> dict[str, Name]:
    return {key: name for name in reversed(names) if (key := _key(name)) is not None}


def _identity(authorship: Authorship, paper_key: str, twice: set[str]) -> tuple[Kind, str, Basis]:
    name = authorship.name
    if is_collective(name.display):
        return "organization", iris.name_key(name.display), "full-name"
    key = _key(name)
    if key is None or key in twice:
        return "person", iris.unnamed_person_key(paper_key, authorship.position), "this-paper"
    return "person", key, "full-name"


def _homonym(paper: Paper, name: Name) -> Finding:
    record = paper.records[0]
    return Finding(
        severity="warning",
        rule="homonym-on-paper",
        message=f"'{name.display}' is the name of two authors of '{paper.title}'; each is known on this paper only.",
        repair="If the source names one author twice, correct it; if they are two, give their ORCID iDs.",
        source=record.source,
        line=record.start_line,
        subject=paper.title,
    )


def _agent(kind: str, key: str, rows: list[tuple[str, Basis, str, str, str, int]]) -> Person | Organization:
    times: Counter[str] = Counter()
    for _, _, display, _, _, count in rows:
        times[display] += count
    name = min(times, key=lambda display: (_is_short(display), -times[display], -_care(display), display))
    variants = tuple(sorted(display for display in times if display != name))
    if kind == "organization":
        return Organization(key=key, name=name, name_variants=variants)
    parts = [(count, given, family) for *_, given, family, count in rows if given and family]
    _, given, family = min(parts, key=lambda part: (-part[0], part[1], part[2]), default=(0, None, None))
    return Person(
        key=key, name=name, identity_basis=rows[0][1], given_name=given, family_name=family, name_variants=variants
    )


def _is_short(display: str) -> bool:
    """Return whether a spelling abbreviates a name: those are never the name of somebody who has a full one."""
    return not is_full_name(Name(printed=display))


def _care(display: str) -> int:
    """Return how carefully a name was typed: `Koç` more than `Koc`, `McKeown` more than `Mckeown` and `MCKEOWN`."""
    capitals = 0 if display.isupper() else sum(map(str.isupper, display))
    return capitals + sum(not letter.isascii() for letter in display)
