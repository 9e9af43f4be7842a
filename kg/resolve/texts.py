"""Abstracts that share rare wording. Reads: Spool, Clusters. Emits: pairs of texts with their similarity.

A text is one wording of an abstract in one cluster. Blocking: each text is posted under its rarest pairs of words
that some other cluster has too, so that only texts that share some of those are compared.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from kg.match.wordings import Features, Rarity, features, is_telling
from kg.resolve.clusters import Clusters
from kg.resolve.spool import Spool

POSTED = 48
"""Features under which a text is posted. The hardest pairs seen (a rewritten abstract) share some twenty."""
LARGEST_BLOCK = 64
"""Papers that share a feature; a more frequent one is not rare and posts nothing."""
SHARED_BARE, SHARED_TITLED = 2, 12
"""Posted features that two texts share at least before they are compared."""
PARTNERS = 32
"""Texts that one text is compared with at most, those with most shared features first."""

_SCHEMA = """
CREATE TABLE wording (text INTEGER PRIMARY KEY, root INTEGER, abstract_key INTEGER, bare INTEGER, UNIQUE (root, abstract_key));
CREATE TABLE rare (text INTEGER, feature INTEGER, PRIMARY KEY (text, feature)) WITHOUT ROWID;
CREATE TABLE posting (feature INTEGER, text INTEGER, PRIMARY KEY (feature, text)) WITHOUT ROWID;
CREATE TABLE likeness (bare INTEGER, other INTEGER, score REAL, PRIMARY KEY (bare, other)) WITHOUT ROWID;
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
        self.features = lru_cache(maxsize=4096)(self._features)
        spool.write("INSERT OR IGNORE INTO wording VALUES (?, ?, ?, ?)", self._wordings(clusters))
        (papers,) = self._db.execute("SELECT count(DISTINCT root) FROM wording").fetchone()
        self.rarity = Rarity(papers)
        self._count()
        spool.write("INSERT OR IGNORE INTO rare VALUES (?, ?)", self._rare())
        self._db.execute("INSERT INTO posting SELECT feature, text FROM rare ORDER BY 1, 2")

    def _wordings(self, clusters: Clusters) -> Iterator[tuple[int, int, int, int]]:
        rows = self._db.execute("SELECT number, abstract_key FROM place WHERE abstract_key IS NOT NULL ORDER BY number")
        for number, key in rows:
            if is_telling(self._spool.abstract(number) or ""):
                root = clusters.root(number)
                bare = all(self._spool.heading(member).title is None for member in clusters.members(root))
                yield number, root, key, int(bare)

    def _features(self, number: int) -> Features:
        return features(self._spool.abstract(number) or "")

    def _count(self) -> None:
        """Count each feature once a cluster."""
        rows = self._db.execute("SELECT root, text FROM wording ORDER BY root, text")
        for _, group in groupby(rows, key=lambda row: row[0]):
            self.rarity.count(frozenset().union(*(self._features(text) for _, text in group)))

    def _rare(self) -> Iterator[tuple[int, int]]:
        """Yield each text with its rarest features that another cluster may share."""
        for (text,) in self._db.execute("SELECT text FROM wording ORDER BY text"):
            counted = ((self.rarity.frequency(feature), feature) for feature in self._features(text))
            shared = sorted(pair for pair in counted if 1 < pair[0] <= LARGEST_BLOCK)
            yield from ((text, feature) for _, feature in shared[:POSTED])

    def titled_pairs(self) -> Iterator[Pair]:
        """Yield pairs of texts of two clusters with titles that share much of their wording."""
        for (text,) in self._db.execute("SELECT text FROM wording WHERE bare = 0 ORDER BY text"):
            (posted,) = self._db.execute("SELECT count(*) FROM rare WHERE text = ?", (text,)).fetchone()
            least = max(2, min(SHARED_TITLED, posted // 3))
            yield from self._partners(text, least, "text > ? AND NOT bare")

    def bare_pairs(self) -> Iterator[Pair]:
        """Yield pairs of a text without title, first, and any other one."""
        for (text,) in self._db.execute("SELECT text FROM wording WHERE bare = 1 ORDER BY text"):
            yield from self._partners(text, SHARED_BARE, "text <> ?")

    def _partners(self, text: int, least: int, which: str) -> Iterator[Pair]:
        rows = self._db.execute(
            "SELECT posting.text FROM rare JOIN posting USING (feature) JOIN wording ON wording.text = posting.text"  # noqa: S608 - our own clause
            f" WHERE rare.text = ? AND wording.{which} AND root <> (SELECT root FROM wording WHERE text = ?)"
            " GROUP BY posting.text HAVING count(*) >= ? ORDER BY count(*) DESC, posting.text LIMIT ?",
            (text, text, text, least, PARTNERS),
        ).fetchall()
        mine = self.features(text)
        for (other,) in rows:
            yield Pair(text, other, self.rarity.similarity(mine, self.features(other)))
