"""What became of each thing at each target. Reads: outcomes. Emits: counts that add up, a table of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, Literal, TypeVar

from kg.links.targets.target import KINDS, Kind

Outcome = Literal["linked", "ambiguous", "no match", "not asked", "failed"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("linked", "ambiguous", "no match", "not asked", "failed")
"""linked: a link was accepted; ambiguous: candidates wait for a review; no match: asked, and not there; not asked:
nothing to ask by, --offline, or the endpoint was given up; failed: no usable answer after all tries."""
T = TypeVar("T", bound=str)
_TEXTS: Final = 2
"""Columns of words, before those of numbers."""


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
    return counted_table(
        OUTCOMES, ((one.target, kind, one.counts[kind]) for one in outcomes for kind in KINDS if kind in one.counts)
    )


def counted_table(names: Sequence[T], counted: Iterable[tuple[str, str, Counter[T]]]) -> str:
    """Return counts as a table: a line for each target and kind, a column for each name."""
    rows: list[tuple[str, ...]] = [("target", "kind", "things", *names)]
    for target, kind, counts in counted:
        rows.append((target, kind, f"{counts.total():,}", *(f"{counts[name]:,}" for name in names)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if at < _TEXTS else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)
