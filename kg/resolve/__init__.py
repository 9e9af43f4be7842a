"""Records -> papers, persons, organizations. Reads: model.Record, in any order. Emits: model.Paper and its agents.

`Resolver` is the door; the steps are `by_title` (titles, equal abstracts), `by_wording` (abstracts), `merge` (one
paper from its records), `keys` (IRIs that stay), `people` (who signs), `namesakes` (who may be one).
"""

from kg.resolve.ledger import Ledger, LedgerRow
from kg.resolve.resolver import Resolver

__all__ = ["Ledger", "LedgerRow", "Resolver"]
