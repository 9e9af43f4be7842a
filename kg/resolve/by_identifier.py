"""Records of one identifier, and stated forms of a work -> edges. Reads: Spool, GuardedClusters. Emits: joins.

The strongest edges: they are applied before all others, scheme by scheme, identifier by identifier, record by record.
"""

from kg.resolve.identity import GuardedClusters
from kg.resolve.spool import Spool

MOST = 50
"""Different works under one identifier that a record is compared with; one that so many bear identifies nothing."""


def join_stated_forms(spool: Spool, clusters: GuardedClusters) -> None:
    """Join each record with those of the other forms that it gives its work, where they can be one paper."""
    for number, other in spool.kindred():
        if clusters.refusal(number, other, identified=True) is None:
            clusters.join(number, other, identified=True)


def join_shared_identifiers(spool: Spool, clusters: GuardedClusters) -> None:
    """Join each record with the first one of its identifier that it can be one paper with."""
    for _, numbers in spool.numbered():
        firsts: list[int] = []
        for number in numbers:
            fitting = next((f for f in firsts[:MOST] if clusters.refusal(f, number, identified=True) is None), None)
            if fitting is not None:
                clusters.join(fitting, number, identified=True)
                continue
            if firsts:
                clusters.join(firsts[0], number, identified=True)
            firsts.append(number)
