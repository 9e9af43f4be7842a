"""Merged papers -> their keys. Reads: drafts of papers, the ledger. Emits: one key a paper, ledger rows.

The key of a paper is a function of its own values and of whether another paper has its title, never of an order.
"""

import sqlite3
from collections.abc import Iterable, Iterator

from kg import iris
from kg.match.forms import full_identifiers, identifier_form
from kg.model import Finding, Identifier, Paper
from kg.resolve.ledger import Ledger, LedgerRow
from kg.text import nfc, normalized_title

_ORDER = {scheme: place for place, scheme in enumerate(("doi", "arxiv", "pmid", "acl", "dblp", "openalex", "s2"))}
"""Schemes that name a paper, as DESIGN orders them. The DOI of a preprint that has an arXiv id too comes behind it."""

_SCHEMA = """
CREATE TABLE minted (root INTEGER PRIMARY KEY, title TEXT, plain TEXT, authored TEXT, apart TEXT, place TEXT, key TEXT);
CREATE TABLE kept (root INTEGER PRIMARY KEY);
CREATE TABLE replaced (key TEXT PRIMARY KEY, root INTEGER) WITHOUT ROWID;
CREATE TABLE found_under (key TEXT, root INTEGER, PRIMARY KEY (key, root)) WITHOUT ROWID;
CREATE TABLE earlier (key TEXT PRIMARY KEY, iri_key TEXT, generation INTEGER) WITHOUT ROWID;
"""


class Keys:
    """Gives each paper its key. Call `take` for every paper, then `settle`, then ask."""

    def __init__(self, connection: sqlite3.Connection, ledger: Ledger | None) -> None:
        """Make the tables, and load the ledger."""
        self._db = connection
        self._db.executescript(_SCHEMA)
        if ledger is not None:
            self._db.executemany("INSERT OR REPLACE INTO earlier VALUES (?, ?, ?)", ledger.rows())

    def take(self, root: int, paper: Paper) -> None:
        """Note the keys that a paper may have."""
        author = paper.authorships[0].name.display if paper.authorships else None
        apart = iris.digest(nfc(paper.abstract or ""), paper.published_on or "", nfc(paper.author_line or ""), digits=6)
        numbered = naming_identifier(paper)
        by_title = _title_keys(paper.title, author) if paper.title else (_untitled_key(paper),) * 2
        plain, authored = by_title if numbered is None else (iris.identifier_key(numbered),) * 2
        title = normalized_title(paper.title) if paper.title else None
        self._db.execute(
            "INSERT INTO minted VALUES (?, ?, ?, ?, ?, ?, NULL)",
            (root, title, plain, authored, apart, iris.digest(paper.records[0].key, digits=6)),
        )
        under = {authored, by_title[1], *map(iris.identifier_key, paper.identifiers)}
        for record in paper.records:
            if record.title:
                under.add(_title_keys(record.title, author)[1])
            if record.abstract:
                under.add(iris.abstract_key(record.abstract))
        self._db.executemany("INSERT OR IGNORE INTO found_under VALUES (?, ?)", ((key, root) for key in under))

    def settle(self) -> None:
        """Decide on all keys."""
        self._db.executescript("""
            CREATE INDEX minted_title ON minted (title);
            UPDATE minted SET key = plain;
            UPDATE minted SET key = authored
             WHERE title IN (SELECT title FROM minted WHERE title IS NOT NULL GROUP BY title HAVING count(*) > 1);
            CREATE INDEX minted_key ON minted (key);
            UPDATE minted SET key = key || '-' || apart
             WHERE key IN (SELECT key FROM minted GROUP BY key HAVING count(*) > 1);
            UPDATE minted SET key = key || '-' || place
             WHERE key IN (SELECT key FROM minted GROUP BY key HAVING count(*) > 1);
            DELETE FROM found_under WHERE key IN (SELECT key FROM found_under GROUP BY key HAVING count(*) > 1);
        """)
        self._keep_earlier()

    def _keep_earlier(self) -> None:
        """Give a paper that is found under an earlier key the IRI key of then; of several the oldest one."""
        claims = self._db.execute("""
            SELECT root, iri_key, min(generation), count(*) FROM found_under JOIN earlier USING (key)
             GROUP BY root, iri_key ORDER BY 3, 4 DESC, iri_key, root""").fetchall()
        taken: set[str] = set()
        kept: dict[int, str] = {}
        for root, iri_key, _, _ in claims:
            if iri_key in taken:
                continue
            taken.add(iri_key)
            if kept.setdefault(root, iri_key) != iri_key:
                self._db.execute("INSERT INTO replaced VALUES (?, ?)", (iri_key, root))
        self._db.executemany("INSERT INTO kept VALUES (?)", ((root,) for root in kept))
        self._yield_to_earlier()
        self._db.executemany("UPDATE minted SET key = ? WHERE root = ?", ((key, root) for root, key in kept.items()))

    def _yield_to_earlier(self) -> None:
        """Give a paper whose key is the IRI key of another, earlier paper a longer one."""
        for longer in ("authored", "authored || '-' || apart", "authored || '-' || apart || '-' || place"):
            self._db.execute(
                f"UPDATE minted SET key = {longer}"  # noqa: S608 - columns of ours
                " WHERE root NOT IN (SELECT root FROM kept) AND key IN (SELECT iri_key FROM earlier)"
            )

    def ordered(self) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Yield the root, the key and the replaced keys of each paper, sorted by key."""
        for root, key in self._db.execute("SELECT root, key FROM minted ORDER BY key"):
            replaced = self._db.execute("SELECT key FROM replaced WHERE root = ? ORDER BY key", (root,))
            yield root, key, tuple(old for (old,) in replaced)

    def root_of(self, identifiers: Iterable[Identifier]) -> int | None:
        """Return the root of the one paper that has any of these identifiers, None if there is none or several."""
        roots = {
            root
            for identifier in identifiers
            for (root,) in self._db.execute(
                "SELECT root FROM found_under WHERE key = ?", (iris.identifier_key(identifier),)
            ).fetchall()
        }
        return roots.pop() if len(roots) == 1 else None

    def paper_of(self, identifiers: Iterable[Identifier]) -> str | None:
        """Return the key of the one paper that has an identifier of these, None if there is none."""
        for identifier in identifiers:
            row = self._db.execute(
                "SELECT minted.key FROM found_under JOIN minted USING (root) WHERE found_under.key = ?",
                (iris.identifier_key(identifier),),
            ).fetchone()
            if row is not None:
                return str(row[0])
        return None

    def is_own(self, identifier: Identifier) -> bool:
        """Return whether an identifier is that of one paper only."""
        return self.paper_of((identifier,)) is not None

    def rows(self) -> Iterator[LedgerRow]:
        """Yield the ledger of this build, sorted: the earlier rows, and each key under which a paper is found."""
        (last,) = self._db.execute("SELECT coalesce(max(generation), 0) FROM earlier").fetchone()
        rows = self._db.execute(
            """
            WITH current AS (
                SELECT found_under.key AS key, minted.key AS iri_key FROM found_under JOIN minted USING (root)
                 UNION SELECT key, key FROM minted),
            known AS (SELECT iri_key, min(generation) AS generation FROM earlier GROUP BY iri_key)
            SELECT key, iri_key, coalesce((SELECT generation FROM known WHERE known.iri_key = current.iri_key), ?)
              FROM current
             UNION ALL
            SELECT earlier.key, coalesce(minted.key, iri_key), generation
              FROM earlier LEFT JOIN replaced ON replaced.key = iri_key LEFT JOIN minted USING (root)
             WHERE earlier.key NOT IN (SELECT key FROM current)
             ORDER BY 1""",
            (last + 1,),
        )
        yield from (LedgerRow(*row) for row in rows)

    def shared_titles(self) -> Iterator[Finding]:
        """Yield a finding for each title that several papers have."""
        rows = self._db.execute(
            "SELECT title, count(*) FROM minted WHERE title IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
        )
        for title, count in rows:
            yield Finding(
                severity="info",
                rule="shared-title",
                message=f"{count} papers share the title '{title}'; their keys name the first author.",
                repair="If they are one paper, correct the authors of the records that differ.",
                subject=title,
            )


def naming_identifier(paper: Paper) -> Identifier | None:
    """Return the identifier that names a paper: what its publisher gave, else its arXiv id, and so on."""
    published = {
        one
        for record in paper.records
        for one in full_identifiers(record)
        if one.scheme == "doi" and identifier_form(one, record) != "preprint"
    }
    named = sorted(paper.identifiers, key=lambda one: (_ORDER.get(one.scheme, 99), one not in published, one.value))
    naming = [one for one in named if one.scheme in _ORDER]
    arxiv = [one for one in naming if one.scheme == "arxiv"]
    if naming and naming[0].scheme == "doi" and naming[0] not in published and arxiv:
        return arxiv[0]
    return naming[0] if naming else None


def _title_keys(title: str, author: str | None) -> tuple[str, str]:
    return iris.title_key(title), iris.title_key(title, author)


def _untitled_key(paper: Paper) -> str:
    return iris.abstract_key(paper.abstract) if paper.abstract else f"record-{paper.records[0].key}"
