"""Persons that may be one. Reads: the tables of `people`. Emits: findings, for people to decide. Merges nothing.

Names are posted under a few keys (joined words, joined sorted words, first and last word), so that only names which
share one are compared. Two persons who sign one paper are never candidates of each other.
"""

import sqlite3
from collections.abc import Iterator
from itertools import combinations

from kg.match.names import ABBREVIATED, JOINED, LENGTHENED, SWAPPED, Tokens, agreement, name_tokens, skeleton
from kg.model import Finding
from kg.text import fold

LARGEST_BLOCK = 50
"""Names under one key; romanised names of one syllable each can share a skeleton, and then the key says nothing."""

_WHY = {
    JOINED: "the names differ in blanks or hyphens only",
    SWAPPED: "given and family name may be swapped",
    LENGTHENED: "the names differ in long vowels or doubled letters only",
    ABBREVIATED: "one name has a middle name or initial more",
}

_SCHEMA = """
CREATE TABLE alias (block TEXT, agent TEXT, PRIMARY KEY (block, agent)) WITHOUT ROWID;
CREATE TABLE abbreviated (family TEXT, initial TEXT, agent TEXT, basis TEXT,
                          PRIMARY KEY (family, initial, agent)) WITHOUT ROWID;
"""


def candidate_persons(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield a finding for each pair of persons whose names may be spellings of one."""
    connection.executescript(_SCHEMA)
    connection.executemany("INSERT OR IGNORE INTO alias VALUES (?, ?)", _aliases(connection))
    connection.executemany("INSERT OR IGNORE INTO abbreviated VALUES (?, ?, ?, ?)", _initials(connection))
    yield from _by_spelling(connection)
    yield from _by_initials(connection)


def _spellings(connection: sqlite3.Connection) -> Iterator[tuple[str, str, Tokens]]:
    rows = connection.execute("SELECT agent, basis, display FROM spelling WHERE kind = 'person'")
    for agent, basis, display in rows:
        yield agent, basis, name_tokens(display)


def _aliases(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for agent, basis, tokens in _spellings(connection):
        if basis == "full-name" and len(tokens) > 1:
            yield f"joined {skeleton(''.join(tokens))}", agent
            yield f"sorted {skeleton(''.join(sorted(tokens)))}", agent
            yield f"ends {tokens[0]} {tokens[-1]}", agent


def _initials(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str, str]]:
    for agent, basis, tokens in _spellings(connection):
        if len(tokens) > 1 and len(tokens[-1]) > 1 and (basis == "full-name" or len(tokens[0]) == 1):
            yield tokens[-1], tokens[0][0], agent, basis


def _by_spelling(connection: sqlite3.Connection) -> Iterator[Finding]:
    blocks = connection.execute(
        "SELECT block FROM alias GROUP BY 1 HAVING count(*) BETWEEN 2 AND ? ORDER BY 1", (LARGEST_BLOCK,)
    )
    for (block,) in blocks:
        rows = connection.execute("SELECT agent FROM alias WHERE block = ? ORDER BY 1", (block,))
        for left, right in combinations([agent for (agent,) in rows], 2):
            if _share_paper(connection, left, right):
                continue
            pairs = [(a, b) for a in _displays(connection, left) for b in _displays(connection, right)]
            score, a, b = max((agreement(name_tokens(a), name_tokens(b)), a, b) for a, b in pairs)
            if score in _WHY and not (score == ABBREVIATED and _first_word(a) != _first_word(b)):
                yield _candidate(a, b, _WHY[score])


def _first_word(display: str) -> str:
    """Return the first printed word: `Yi-Chin Chen` is not `Yi Chen` with a middle name more."""
    return fold(display.split(maxsplit=1)[0])


def _displays(connection: sqlite3.Connection, agent: str) -> list[str]:
    query = "SELECT DISTINCT display FROM spelling WHERE kind = 'person' AND agent = ? ORDER BY 1"
    return [display for (display,) in connection.execute(query, (agent,))]


def _share_paper(connection: sqlite3.Connection, left: str, right: str) -> bool:
    both = "signature AS ours JOIN signature AS theirs USING (paper) WHERE ours.agent = ? AND theirs.agent = ?"
    return connection.execute(f"SELECT 1 FROM {both}", (left, right)).fetchone() is not None  # noqa: S608 - our own


def _by_initials(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield pairs of an abbreviated and a full name that agree and share a co-author."""
    pairs = connection.execute(
        "WITH blocks AS (SELECT family, initial FROM abbreviated GROUP BY 1, 2 HAVING count(*) <= ?)"
        " SELECT short.agent, full.agent FROM blocks JOIN abbreviated AS short USING (family, initial)"
        " JOIN abbreviated AS full USING (family, initial)"
        " WHERE short.basis = 'this-paper' AND full.basis <> 'this-paper' ORDER BY 1, 2",
        (LARGEST_BLOCK,),
    )
    for short, full in pairs:
        if _share_paper(connection, short, full) or not (partner := _shared_author(connection, short, full)):
            continue
        left, right = _displays(connection, short)[0], _displays(connection, full)[0]
        if agreement(name_tokens(left), name_tokens(right)) == ABBREVIATED:
            third = _displays(connection, partner)[0]
            yield _candidate(left, right, f"the initials fit, and both write with '{third}'")


def _shared_author(connection: sqlite3.Connection, left: str, right: str) -> str | None:
    row = connection.execute(
        "SELECT min(theirs.agent) FROM signature AS ours JOIN signature AS theirs USING (paper)"
        " WHERE ours.agent = ? AND theirs.agent <> ours.agent AND theirs.agent IN"
        " (SELECT beside.agent FROM signature AS own JOIN signature AS beside USING (paper)"
        "   WHERE own.agent = ? AND beside.agent <> own.agent)",
        (left, right),
    ).fetchone()
    return row[0] if row else None


def _candidate(left: str, right: str, why: str) -> Finding:
    return Finding(
        severity="info",
        rule="candidate-person",
        message=f"Possibly one person: '{left}' and '{right}': {why}.",
        repair="If they are one person, spell the name alike in the sources, or give an ORCID iD.",
        subject=left,
    )
