"""Identifiers at several papers -> whose they are. Reads: Spool, Clusters. Emits: owners, findings.

Papers that share an identifier and are kept apart cannot both be what it names. It stays with the paper that a source
nearest to the publisher gives it to, if that is one; else with none. The ISBN of a work in volumes is of all of them.
"""

from collections.abc import Iterable, Iterator

from kg.model import Finding, Identifier
from kg.resolve.clusters import Clusters
from kg.resolve.preference import tier
from kg.resolve.spool import STRENGTH, Spool

_SCHEMA = "CREATE TABLE contested (scheme TEXT, value TEXT, owner INTEGER, PRIMARY KEY (scheme, value)) WITHOUT ROWID"
_NAMED = 3
"""Papers that a finding names."""


class Contested:
    """Which identifiers several papers claim."""

    def __init__(self, spool: Spool, clusters: Clusters) -> None:
        """Find them, after all joins."""
        self._spool, self._clusters = spool, clusters
        self._db = spool.connection
        self._db.execute(_SCHEMA)
        spool.write("INSERT INTO contested VALUES (?, ?, ?)", self._rows())
        (self._count,) = self._db.execute("SELECT count(*) FROM contested").fetchone()

    def _rows(self) -> Iterator[tuple[str, str, int | None]]:
        for identifier, numbers in self._spool.numbered():
            roots = {self._clusters.root(number) for number in numbers}
            if len(roots) > 1 and identifier.scheme != "isbn":
                yield identifier.scheme, identifier.value, self._owner(numbers)

    def _owner(self, numbers: Iterable[int]) -> int | None:
        """Return the root of the one paper whose sources are nearest to the publisher."""
        tiers: dict[int, set[int]] = {}
        for number in numbers:
            tiers.setdefault(tier(self._spool.record(number)), set()).add(self._clusters.root(number))
        nearest = tiers[min(tiers)]
        return next(iter(nearest)) if len(nearest) == 1 else None

    def own(self, identifiers: Iterable[Identifier], root: int) -> tuple[Identifier, ...]:
        """Return those of the identifiers of a paper that are not another one's."""
        return tuple(one for one in identifiers if not self._count or self._owned(one, root))

    def _owned(self, identifier: Identifier, root: int) -> bool:
        row = self._db.execute(
            "SELECT owner FROM contested WHERE scheme = ? AND value = ?", (identifier.scheme, identifier.value)
        ).fetchone()
        return row is None or row[0] == root

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each identifier that papers kept apart share."""
        for scheme, value, owner in self._db.execute("SELECT scheme, value, owner FROM contested ORDER BY 1, 2"):
            rows = self._db.execute(
                "SELECT number FROM numbering WHERE scheme = ? AND value = ?", (STRENGTH.index(scheme), value)
            )
            roots = sorted({self._clusters.root(number) for (number,) in rows.fetchall()})
            yield self._finding(Identifier(scheme, value), roots, owner)

    def _finding(self, identifier: Identifier, roots: list[int], owner: int | None) -> Finding:
        headings = [self._spool.heading(root) for root in roots]
        named = "; ".join(f"{found.title or 'without title'} ({found.place})" for found in headings[:_NAMED])
        more = f" and {len(roots) - _NAMED} more" if len(roots) > _NAMED else ""
        kept = "none of them has it" if owner is None else f"it stays with that of {self._spool.heading(owner).place}"
        return Finding(
            severity="warning",
            rule="contested-identifier",
            message=f"{identifier.scheme} {identifier.value} stands at {len(roots)} papers that are kept apart "
            f"({named}{more}); {kept}.",
            repair="Take the identifier from the record that it does not name.",
            source=headings[0].source,
            line=headings[0].start_line,
            subject=headings[0].title,
        )
