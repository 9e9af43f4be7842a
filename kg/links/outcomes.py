"""What became of each thing at each target. Reads: outcomes. Emits: counts that add up, a table of them."""

from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal

from kg.links.target import KINDS, Kind

Outcome = Literal["linked", "ambiguous", "no match", "not asked", "failed"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("linked", "ambiguous", "no match", "not asked", "failed")
"""linked: a link was accepted; ambiguous: candidates wait for a review; no match: asked, and not there; not asked:
nothing to ask by, --offline, or the endpoint was given up; failed: no usable answer after all tries."""


class Outcomes:
    """The outcome of every thing of ours at one target."""

    def __init__(self, target: str) -> None:
        """Begin with nothing."""
        self.target = target
        self.counts: dict[Kind, Counter[Outcome]] = {}
        self.links: Counter[str] = Counter()
        """State -> links."""

    def add(self, kind: Kind, outcome: Outcome) -> None:
        """Count one thing."""
        self.counts.setdefault(kind, Counter())[outcome] += 1

    def total(self, kind: Kind) -> int:
        """Return how many things of a kind there are."""
        return self.counts[kind].total()


def outcome_table(outcomes: Iterable[Outcomes]) -> str:
    """Return the outcomes as a table: the columns of a line add up to the number of things."""
    rows = [("target", "kind", "things", *OUTCOMES)]
    for one in outcomes:
        for kind in KINDS:
            if kind in one.counts:
                counts = one.counts[kind]
                rows.append((one.target, kind, f"{one.total(kind):,}", *(f"{counts[name]:,}" for name in OUTCOMES)))
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join([cell.ljust(w) for cell, w in zip(row[:2], widths, strict=False)])
        + "".join(f"  {cell.rjust(w)}" for cell, w in zip(row[2:], widths[2:], strict=True))
        for row in rows
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)
