"""Identifiers of persons -> who is who. Reads: names of drafts. Emits: one identifier a person, misuse as findings.

What one position of one paper says together (an ORCID iD and an author of OpenAlex) is of one person. A source's own
identifier that stands beside two persons' stronger ones names neither of them: it is a person of its own.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kg import iris
from kg.identifiers import PERSON_SCHEMES
from kg.match.names import is_collective, is_full_name
from kg.model import Finding, Identifier, Name

_RANKS = {scheme: rank for rank, scheme in enumerate(PERSON_SCHEMES)}
_MOST = 50
"""Identified bearers of a name that are looked at; two are enough to split the rest."""

_SCHEMA = """
CREATE TABLE bond (scheme TEXT, value TEXT, stronger_scheme TEXT, stronger_value TEXT,
                   PRIMARY KEY (scheme, value, stronger_scheme, stronger_value)) WITHOUT ROWID;
CREATE TABLE bearer (name TEXT, scheme TEXT, value TEXT, PRIMARY KEY (name, scheme, value)) WITHOUT ROWID;
"""


_name_key = lru_cache(maxsize=1 << 16)(iris.name_key)


def full_name_key(name: Name) -> str | None:
    """Return the key of a name's bearer in the graph; None for an organization or a name that identifies nobody."""
    return _name_key(name.display) if is_full_name(name) and not is_body(name) else None


def is_body(name: Name) -> bool:
    """Return whether a name is that of a body of people."""
    return name.collective or is_collective(name.display)


def usable(names: Sequence[Name]) -> list[tuple[Identifier, ...]]:
    """Return for each name of one paper its identifiers, the strongest first, without those of two positions."""
    times = Counter(identifier for name in names for identifier in set(name.identifiers))
    return [
        tuple(
            sorted(
                (one for one in name.identifiers if one.scheme in _RANKS and times[one] == 1 and not is_body(name)),
                key=lambda one: (_RANKS[one.scheme], one.value),
            )
        )
        for name in names
    ]


def misused(names: Sequence[Name]) -> list[Identifier]:
    """Return the identifiers that one paper gives to two authors."""
    times = Counter(identifier for name in names for identifier in set(name.identifiers))
    return sorted(identifier for identifier, count in times.items() if count > 1 and identifier.scheme in _RANKS)


class Identified:
    """Which identifiers are of one person. Call `note` for every paper, then ask."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Make the tables."""
        self._db = connection
        self._db.executescript(_SCHEMA)
        self.canonical = lru_cache(maxsize=1 << 16)(self._canonical)
        self.is_split = lru_cache(maxsize=1 << 16)(self._is_split)

    def note(self, names: Sequence[Name]) -> None:
        """Note what the positions of one list say together."""
        for name, identifiers in zip(names, usable(names), strict=True):
            key = full_name_key(name)
            self.note_person(identifiers, () if key is None else (key,))

    def note_person(self, identifiers: Sequence[Identifier], keys: Iterable[str]) -> None:
        """Note the identifiers of one person, the strongest first, and the keys of their full names."""
        if not identifiers:
            return
        strongest = identifiers[0]
        for weaker in identifiers[1:]:
            self._db.execute(
                "INSERT OR IGNORE INTO bond VALUES (?, ?, ?, ?)",
                (weaker.scheme, weaker.value, strongest.scheme, strongest.value),
            )
        for key in keys:
            self._db.execute("INSERT OR IGNORE INTO bearer VALUES (?, ?, ?)", (key, strongest.scheme, strongest.value))

    def _canonical(self, identifier: Identifier) -> Identifier:
        """Return the strongest identifier of the person; the identifier itself if it is the strongest, or of two."""
        rows = self._db.execute(
            "SELECT stronger_scheme, stronger_value FROM bond"
            " WHERE scheme = ? AND value = ? AND stronger_scheme <> scheme",
            (identifier.scheme, identifier.value),
        ).fetchall()
        found = {self.canonical(Identifier(*row)) for row in rows}
        return found.pop() if len(found) == 1 else identifier

    def bearers(self, key: str) -> set[Identifier]:
        """Return the identified persons of a name."""
        rows = self._db.execute("SELECT scheme, value FROM bearer WHERE name = ? LIMIT ?", (key, _MOST))
        return {self.canonical(Identifier(*row)) for row in rows.fetchall()}

    def _is_split(self, key: str) -> bool:
        """Return whether two identified persons bear a name, so that the name alone tells nobody."""
        return len(self.bearers(key)) > 1

    def homonyms(self, display: str, key: str) -> Finding:
        """Return the finding that a name is that of several identified persons."""
        bearers = sorted(self.bearers(key))
        told = ", ".join(f"{one.scheme} {one.value}" for one in bearers[:5])
        return Finding(
            severity="info",
            rule="homonym",
            message=f"'{display}' is the name of {len(bearers)} identified persons ({told}); authors of this name "
            "without an identifier are each known on their one paper only.",
            repair="Add the ORCID iD to the records that lack it.",
            subject=display,
        )

    def shared(self) -> Iterator[Finding]:
        """Yield a finding for each identifier of a source that stands beside two persons' stronger ones."""
        rows = self._db.execute(
            "SELECT scheme, value FROM bond GROUP BY 1, 2"
            " HAVING count(DISTINCT stronger_scheme || ' ' || stronger_value) > 1 ORDER BY 1, 2"
        ).fetchall()
        for scheme, value in rows:
            if self.canonical(Identifier(scheme, value)) == Identifier(scheme, value):
                yield Finding(
                    severity="warning",
                    rule="author-identifier-of-two",
                    message=f"{scheme} {value} stands beside the identifiers of several persons; it names none.",
                    repair="Correct the ORCID iD that is wrong, or report the mixed author to its source.",
                    subject=value,
                )
