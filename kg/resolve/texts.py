"""Abstracts that share rare wording. Reads: Spool, Clusters. Emits: pairs of texts with their similarity.

A text is one wording of an abstract in one cluster. Blocking: each text is posted under its rarest pairs of words
that some other cluster has too, so that only texts that share some of those are compared.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from kg.match.wordings import Rarity, features, is_telling
from kg.resolve.clusters import Clusters
from kg.resolve.spool import Spool

POSTED = 96
"""Features under which a text is posted. The hardest pairs seen (a rewritten abstract) share some twenty, and papers
of a group that writes to a template have to meet too: they are the rivals that a margin is measured against."""
PROBED = 24
"""Features by which a text with a title looks for others: those are wanted almost equal, so a few tell."""
LARGEST_BLOCK = 64
"""Papers that share a feature; a more frequent one is not rare and posts nothing."""
SHARED_BARE, SHARED_TITLED = 2, 1 / 3
"""Features that two texts share at least before they are compared: a number, and a part of those probed."""
PARTNERS = 32
"""Texts that one text is compared with at most, those with most shared features first."""

_SCHEMA = """
CREATE TABLE wording (text INTEGER PRIMARY KEY, root INTEGER, abstract_key INTEGER, bare INTEGER,
                      UNIQUE (root, abstract_key));
CREATE TABLE posting (feature INTEGER, text INTEGER, PRIMARY KEY (feature, text)) WITHOUT ROWID;
CREATE TABLE likeness (bare INTEGER, other INTEGER, score REAL, PRIMARY KEY (bare, other)) WITHOUT ROWID;
CREATE INDEX likeness_other ON likeness (other, bare, score);
"""


class Pair(NamedTuple):
    """Two texts, each given by the number of the first record that has it, and their similarity (0 to 1)."""

    left: int
    right: int
    score: float


class Texts:
    """The distinct abstracts of an input, comparable by wording."""

    def __init__(self, spool: Spool, clusters: Clusters) -> None:
        """Count and post all abstracts."""
        self._spool = spool
        self._db = spool.connection
        self._db.executescript(_SCHEMA)
        self._wording = lru_cache(maxsize=2048)(lambda text: self.rarity.weigh(self._abstract(text)))
        spool.write("INSERT OR IGNORE INTO wording VALUES (?, ?, ?, ?)", self._wordings(clusters))
        (papers,) = self._db.execute("SELECT count(DISTINCT root) FROM wording").fetchone()
        self.rarity = Rarity(papers)
        self._count()
        spool.write("INSERT INTO posting VALUES (?, ?)", self._postings())

    def _wordings(self, clusters: Clusters) -> Iterator[tuple[int, int, int, int]]:
        rows = self._db.execute("SELECT number, abstract_key FROM place WHERE abstract_key IS NOT NULL ORDER BY number")
        for number, key in rows:
            if is_telling(self._spool.abstract(number) or ""):
                root = clusters.root(number)
                bare = all(self._spool.heading(member).title is None for member in clusters.members(root))
                yield number, root, key, int(bare)

    def _abstract(self, number: int) -> str:
        return self._spool.abstract(number) or ""

    def _count(self) -> None:
        """Count each feature once a cluster."""
        rows = self._db.execute("SELECT root, text FROM wording ORDER BY root, text")
        for _, group in groupby(rows, key=lambda row: row[0]):
            self.rarity.count(frozenset().union(*(features(self._abstract(text)) for _, text in group)))

    def _postings(self) -> Iterator[tuple[int, int]]:
        for (text,) in self._db.execute("SELECT text FROM wording ORDER BY text"):
            yield from ((feature, text) for feature in self._rare(text, POSTED))

    def _rare(self, text: int, most: int) -> list[int]:
        """Return the rarest features of a text that another cluster may share."""
        counted = ((self.rarity.frequency(feature), feature) for feature in self._wording(text).features)
        return [feature for _, feature in sorted(pair for pair in counted if 1 < pair[0] <= LARGEST_BLOCK)[:most]]

    def titled_pairs(self) -> Iterator[Pair]:
        """Yield pairs of texts of two clusters with titles that share much of their wording."""
        for (text,) in self._db.execute("SELECT text FROM wording WHERE bare = 0 ORDER BY text"):
            probed = self._rare(text, PROBED)
            yield from self._partners(text, probed, max(2, int(len(probed) * SHARED_TITLED)), "text > ? AND NOT bare")

    def bare_pairs(self) -> Iterator[Pair]:
        """Yield pairs of a text without title, first, and any other one."""
        for (text,) in self._db.execute("SELECT text FROM wording WHERE bare = 1 ORDER BY text"):
            yield from self._partners(text, self._rare(text, POSTED), SHARED_BARE, "text <> ?")

    def _partners(self, text: int, probed: list[int], least: int, which: str) -> Iterator[Pair]:
        marks = ", ".join("?" * len(probed))
        rows = self._db.execute(
            f"SELECT posting.text FROM posting CROSS JOIN wording USING (text) WHERE feature IN ({marks})"  # noqa: S608 - marks and our own clause
            f" AND wording.{which} AND root <> (SELECT root FROM wording WHERE text = ?)"
            " GROUP BY posting.text HAVING count(*) >= ? ORDER BY count(*) DESC, posting.text LIMIT ?",
            (*probed, text, text, least, PARTNERS),
        ).fetchall()
        mine = self._wording(text)
        for (other,) in rows:
            yield Pair(text, other, self.rarity.similarity(mine, self._wording(other)))
