"""Records of one identifier -> edges. Reads: Spool, GuardedClusters. Emits: joins.

The strongest edges: they are applied before all others, scheme by scheme, identifier by identifier, record by record.
"""

from kg.resolve.identity import GuardedClusters
from kg.resolve.spool import Spool


def join_shared_identifiers(spool: Spool, clusters: GuardedClusters) -> None:
    """Join each record with the first one of its identifier that it can be one paper with."""
    for _, numbers in spool.numbered():
        firsts: list[int] = []
        for number in numbers:
            fitting = next((f for f in firsts if clusters.refusal(f, number, identified=True) is None), None)
            if fitting is not None:
                clusters.join(fitting, number, identified=True)
                continue
            for first in firsts[:1]:
                clusters.join(first, number, identified=True)
            firsts.append(number)
