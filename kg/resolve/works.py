"""Works that a person lists -> authorships. Reads: PersonAuthority, drafts, keys. Emits: identifiers at authorships.

A paper with an identifier of a listed work is that work. Where exactly one of its authors has a name of the person's,
and no other identifier of the kind, this author is the person.
"""

import sqlite3
from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from kg.match.names import ABBREVIATED, Tokens, agreement, name_tokens
from kg.model import Authorship, Finding, Identifier, Paper, PersonAuthority
from kg.resolve.authorities import Authorities, identifiers_of, names_of
from kg.resolve.keys import Keys
from kg.resolve.merge import Draft

_SCHEMA = """
CREATE TABLE work_claim (root INTEGER, spot INTEGER, scheme TEXT, value TEXT,
                         PRIMARY KEY (root, spot, scheme, value)) WITHOUT ROWID;
"""


class Works:
    """What the persons of one build say that they wrote. Call `claim`, then read the papers with authors known."""

    def __init__(self, connection: sqlite3.Connection, authorities: Authorities, keys: Keys) -> None:
        """Make the table."""
        self._db = connection
        self._db.executescript(_SCHEMA)
        self._authorities, self._keys = authorities, keys
        self._decode = msgspec.msgpack.Decoder(Draft).decode

    def claim(self) -> None:
        """Find the authorships that persons list as theirs."""
        for _, person in self._authorities.persons():
            ids = identifiers_of(person)
            if ids and person.works:
                rows = self._claims(person, ids[0])
                self._db.executemany("INSERT OR IGNORE INTO work_claim VALUES (?, ?, ?, ?)", rows)

    def _claims(self, person: PersonAuthority, own: Identifier) -> Iterator[tuple[int, int, str, str]]:
        names = [name_tokens(name.display) for name in names_of(person)]
        roots = {root for work in person.works if (root := self._keys.root_of(work)) is not None}
        for root in sorted(roots):
            (blob,) = self._db.execute("SELECT draft FROM draft WHERE root = ?", (root,)).fetchone()
            place = _place(self._decode(blob).paper.authorships, names)
            if place is not None:
                yield root, place, own.scheme, own.value

    def signed(self) -> Iterator[tuple[int, Draft]]:
        """Yield the root and the draft of each paper of which an author is known now, with their identifier."""
        rows = self._db.execute(
            "SELECT root, spot, min(scheme), min(value) FROM work_claim GROUP BY root, spot"
            " HAVING count(*) = 1 ORDER BY root, spot"
        ).fetchall()
        for root, place, scheme, value in rows:
            (blob,) = self._db.execute("SELECT draft FROM draft WHERE root = ?", (root,)).fetchone()
            merged, own = self._decode(blob), Identifier(scheme, value)
            known = merged.paper.authorships[place].name.identifiers
            if not any(one.scheme == scheme for one in known):
                yield root, replace(merged, paper=_known(merged.paper, place, own))

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each author whom two persons claim to be."""
        rows = self._db.execute(
            "SELECT key, spot, group_concat(scheme || ' ' || value, ', ') FROM work_claim JOIN minted USING (root)"
            " GROUP BY key, spot HAVING count(*) > 1 ORDER BY key, spot"
        ).fetchall()
        for key, place, told in rows:
            yield Finding(
                severity="warning",
                rule="work-of-two",
                message=f"Author {place + 1} of {key} is claimed by several persons ({told}) and is none of them.",
                repair="Find out whose work it is, and take it from the list of the other person.",
                subject=key,
            )


def _place(authorships: Sequence[Authorship], names: Sequence[Tokens]) -> int | None:
    """Return the place, from 0, of the one author who bears one of the names, None where none or several do."""
    fitting = [
        place
        for place, authorship in enumerate(authorships)
        if any(agreement(name_tokens(authorship.name.display), name) >= ABBREVIATED for name in names)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _known(paper: Paper, place: int, own: Identifier) -> Paper:
    signed = list(paper.authorships)
    name = signed[place].name
    named = replace(name, identifiers=tuple(sorted({*name.identifiers, own})))
    signed[place] = replace(signed[place], name=named)
    return replace(paper, authorships=tuple(signed))
