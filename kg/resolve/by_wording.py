"""Records of like wording -> edges. Reads: Texts, Clusters. Emits: joins, findings.

First papers whose titles differ a little, then abstracts without title. No absolute similarity tells a true pair of
those from a wrong one: a rewritten abstract was seen less like its first form than two papers of one group are like
each other. What decides is that each is the best partner of the other, by a margin over the second best, and that
the title's own words stand in the other wording too.
"""

from collections.abc import Iterator
from typing import NamedTuple

from kg.match.authors import fit
from kg.match.titles import relation
from kg.match.wordings import coverage
from kg.model import Finding
from kg.resolve.by_title import authors_allow, excluded
from kg.resolve.clusters import Clusters
from kg.resolve.report import candidate_merge, merged_by_wording, refused_merge
from kg.resolve.spool import Heading, Spool
from kg.resolve.texts import Pair, Texts

NEAR = 0.6
"""Similarity of two abstracts whose titles differ in spelling or by a subtitle."""
SAME_TITLE = 0.25
"""Similarity of two abstracts of one title where a record names no authors."""
ALMOST_EQUAL = 0.8
"""Similarity from which two papers of other titles are shown to people."""
VERBATIM, VERBATIM_MARGIN = 0.5, 1.5
REWORDED, CLEAR_MARGIN = 0.25, 3.0
"""Above every pair of two papers that was seen (0.17 to 0.19 at most, in a group that writes to a template)."""
COVERED = 0.14
"""Similarity times the part of the title's words that the other wording has too. True pairs below `REWORDED`: 0.18
and more; wrong ones: 0.134 at most."""
NOTICEABLE = 0.07
"""Similarity from which a mutual best pair is shown to people."""
FLOOR = 0.02
"""What a second best counts at least, so that a margin is never the quotient of two trifles."""

_JOIN, _PARTS = "join", "almost one title, but they name two parts or versions"


class _Match(NamedTuple):
    pair: Pair
    margin: float


def join_near_titles(spool: Spool, clusters: Clusters, texts: Texts) -> Iterator[Finding]:
    """Join papers of almost one title, authors and abstract; yield those that only look alike."""
    judged = [(pair, verdict) for pair in texts.titled_pairs() if (verdict := _titled_verdict(spool, pair))]
    judged.sort(key=lambda found: (-found[0].score, found[0].left, found[0].right))
    joined = [pair for pair, verdict in judged if verdict == _JOIN]
    for pair, verdict in judged:
        if verdict != _JOIN and clusters.root(pair.left) != clusters.root(pair.right):
            left, right = spool.heading(pair.left), spool.heading(pair.right)
            finding = refused_merge if verdict == _PARTS else candidate_merge
            yield finding(left, right, f"{verdict} (similarity of the abstracts {pair.score:.2f})")
    for pair in joined:
        ours, theirs = (list(clusters.members(end)) for end in (pair.left, pair.right))
        if not any(_apart(spool.heading(a), spool.heading(b)) for a in ours for b in theirs):
            clusters.join(pair.left, pair.right)
        elif clusters.root(pair.left) != clusters.root(pair.right):
            yield candidate_merge(
                spool.heading(pair.left), spool.heading(pair.right), "other records of them exclude each other"
            )


def _apart(left: Heading, right: Heading) -> bool:
    """Return whether two records are two papers: they exclude each other, or one list shows both titles."""
    return excluded(left, right) or (left.listing == right.listing and left.title_key != right.title_key)


def _titled_verdict(spool: Spool, pair: Pair) -> str | None:
    """Return `_JOIN`, the reason why a person should look, or None."""
    left, right = spool.heading(pair.left), spool.heading(pair.right)
    related = relation(left.title or "", right.title or "")
    named = bool(left.authors.names and right.authors.names)
    fitting = fit(left.authors, right.authors) if named else 0.0
    doubtful = left.title_doubtful or right.title_doubtful
    if related == "equal":
        if not named and pair.score >= SAME_TITLE:
            return _JOIN
        return "one title, but the authors differ" if named and fitting == 0 and pair.score >= NEAR else None
    if related == "part":
        return (
            "almost one title, but they name two parts or versions" if fitting and pair.score >= ALMOST_EQUAL else None
        )
    if (related in {"spelling", "subtitle"} or doubtful) and fitting and pair.score >= NEAR:
        return _JOIN
    return "almost one abstract, but the titles differ" if pair.score >= ALMOST_EQUAL else None


class BareMatcher:
    """Finds the papers of abstracts without title."""

    def __init__(self, spool: Spool, clusters: Clusters, texts: Texts) -> None:
        """Compare all abstracts without title with those that share rare wording."""
        self._spool, self._clusters = spool, clusters
        self._db = spool.connection
        spool.write("INSERT INTO likeness VALUES (?, ?, ?)", texts.bare_pairs())
        spool.write("INSERT OR IGNORE INTO likeness VALUES (?, ?, ?)", self._mirrored())
        self._joined: list[_Match] = []
        self._titled = bytearray(len(clusters))
        for (root,) in self._db.execute("SELECT root FROM wording WHERE bare = 0"):
            self._titled[clusters.root(root)] = 1

    def _mirrored(self) -> list[tuple[int, int, float]]:
        joined = "likeness JOIN wording ON wording.text = other"
        return list(self._db.execute(f"SELECT other, likeness.bare, score FROM {joined} WHERE wording.bare = 1"))  # noqa: S608 - our own clause

    def join(self) -> Iterator[Finding]:
        """Join abstracts with their papers, then with each other; yield the uncertain ones."""
        while self._join_round(titled=True):
            pass
        while self._join_round(titled=False):
            pass
        for match in self._joined:
            left, right = self._spool.heading(match.pair.left), self._spool.heading(match.pair.right)
            yield merged_by_wording(left, right, _figures(match))
        yield from self._candidates()

    def _join_round(self, *, titled: bool) -> bool:
        matches = [match for match in self._matches(titled=titled) if self._is_certain(match, titled=titled)]
        joined = False
        for match in sorted(matches, key=lambda match: (-match.pair.score, match.pair.left, match.pair.right)):
            if self._join_pair(match.pair):
                joined = True
                if match.pair.score < VERBATIM:
                    self._joined.append(match)
        return joined

    def _join_pair(self, pair: Pair) -> bool:
        ours, theirs = self._clusters.root(pair.left), self._clusters.root(pair.right)
        if ours == theirs or (self._titled[ours] and self._titled[theirs]) or self._shares_listing(ours, theirs):
            return False
        self._clusters.join(ours, theirs)
        self._titled[min(ours, theirs)] = self._titled[ours] or self._titled[theirs]
        return True

    def _bare_roots(self) -> Iterator[int]:
        rows = self._db.execute("SELECT DISTINCT root FROM wording WHERE bare = 1 ORDER BY root").fetchall()
        yield from (root for (root,) in rows if self._clusters.root(root) == root and not self._titled[root])

    def _matches(self, *, titled: bool) -> Iterator[_Match]:
        """Yield, for each cluster without title, its best partner if that holds the other way round too."""
        for root in self._bare_roots():
            ranked = self._ranked(root, titled=titled)
            if not ranked:
                continue
            best = ranked[0]
            second = max((pair.score for pair in ranked[1:] if not self._together(pair.right, best.right)), default=0.0)
            rival = self._best_rival(root, best.right)
            if best.score > rival:
                yield _Match(best, best.score / max(second, rival, FLOOR))

    def _ranked(self, root: int, *, titled: bool) -> list[Pair]:
        """Return the pairs of a cluster's texts with possible partners, best first."""
        pairs = []
        for member in self._clusters.members(root):
            for other, score in self._db.execute("SELECT other, score FROM likeness WHERE bare = ?", (member,)):
                partner = self._clusters.root(other)
                if partner == root or bool(self._titled[partner]) is not titled or self._shares_listing(root, partner):
                    continue
                if authors_allow(self._spool, member, other):
                    pairs.append(Pair(member, other, score))
        return sorted(pairs, key=lambda pair: (-pair.score, pair.right, pair.left))

    def _best_rival(self, root: int, partner: int) -> float:
        """Return the best score of the partner with another abstract of a list that shows `root`."""
        listings = self._listings(root)
        best = 0.0
        for member in self._clusters.members(partner):
            for bare, score in self._db.execute("SELECT likeness.bare, score FROM likeness WHERE other = ?", (member,)):
                rival = self._clusters.root(bare)
                if score <= best or rival == root or self._together(bare, partner):
                    continue
                if listings & self._listings(rival):
                    best = score
        return best

    def _together(self, left: int, right: int) -> bool:
        return self._clusters.root(left) == self._clusters.root(right)

    def _listings(self, number: int) -> set[str]:
        return {self._spool.heading(member).listing for member in self._clusters.members(number)}

    def _shares_listing(self, left: int, right: int) -> bool:
        return not self._listings(left).isdisjoint(self._listings(right))

    def _is_certain(self, match: _Match, *, titled: bool) -> bool:
        score, margin = match.pair.score, match.margin
        if score >= VERBATIM and margin >= VERBATIM_MARGIN:
            return True
        if margin < CLEAR_MARGIN:
            return False
        return score >= REWORDED or (titled and score * self._coverage(match.pair) >= COVERED)

    def _coverage(self, pair: Pair) -> float:
        """Return how much of the partner's titles the abstract takes up, at best."""
        bare = self._spool.abstract(pair.left) or ""
        own = self._spool.abstract(pair.right) or ""
        titles = {self._spool.heading(member).title for member in self._clusters.members(pair.right)}
        return max((coverage(title, own, bare) for title in titles if title is not None), default=0.0)

    def _candidates(self) -> Iterator[Finding]:
        for match in (*self._matches(titled=True), *self._matches(titled=False)):
            left, right = self._spool.heading(match.pair.left), self._spool.heading(match.pair.right)
            if match.pair.score >= NOTICEABLE and left.abstract_key != right.abstract_key:
                yield candidate_merge(left, right, _figures(match))


def _figures(match: _Match) -> str:
    return f"similarity {match.pair.score:.2f}, {match.margin:.1f} times the next best"
