"""Coverage and conflicts -> text. Reads: Coverage, Conflict. Emits: tables with bars for a terminal, JSON."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import msgspec

from kg.links.statistics.tally import STANDINGS, Conflict, ConflictKind, Coverage, Standing

_BAR: Final = 40
_SIGNS: Final[dict[Standing, str]] = {"linked": "#", "candidate": "+", "unlinked": "."}
_SHOWN: Final = 20
"""Conflicts that a terminal shows; JSON has all."""
_WORDS: Final[dict[ConflictKind, str]] = {
    "shared": "several of ours linked to one of theirs",
    "split": "one of ours that is several of one target",
    "chain": "things merged by a chain of links",
}


class LinkStatistics(NamedTuple):
    """How far a graph is linked, and where its links contradict each other."""

    coverage: tuple[Coverage, ...]
    conflicts: tuple[Conflict, ...]


def statistics_table(statistics: LinkStatistics) -> str:
    """Return the numbers as text: by target and class, papers by year, conflicts."""
    if not statistics.coverage:
        return "There are no links.\n"
    rows = [("target", "class", "things", *STANDINGS, "")]
    rows += [
        (one.target, one.kind, *_numbers(one.counts), _bar(one.counts, one.counts.total()))
        for one in statistics.coverage
    ]
    blocks = [_block("Things linked (# linked, + candidate, . unlinked)", rows, left=(0, 1, 6))]
    blocks += [_years(one) for one in statistics.coverage if any(year is not None for year in one.years)]
    return "\n\n".join([*blocks, _conflicts(statistics.conflicts)]) + "\n"


def _years(one: Coverage) -> str:
    most = max(counts.total() for counts in one.years.values())
    dated = sorted((year, counts) for year, counts in one.years.items() if year is not None)
    undated = [("undated", one.years[None])] if None in one.years else []
    rows = [("year", "things", *STANDINGS, "")]
    rows += [(str(year), *_numbers(counts), _bar(counts, most)) for year, counts in [*dated, *undated]]
    return _block(f"Links to {one.target} by year of the {one.kind}", rows, left=(0, 5))


def _numbers(counts: Counter[Standing]) -> tuple[str, ...]:
    return (f"{counts.total():,}", *(f"{counts[standing]:,}" for standing in STANDINGS))


def _bar(counts: Counter[Standing], most: int) -> str:
    """Return a bar of one sign for each standing; what there is at all has a sign."""
    return "".join(
        _SIGNS[standing] * max(1, round(_BAR * counts[standing] / most)) for standing in STANDINGS if counts[standing]
    )


def _conflicts(conflicts: Sequence[Conflict]) -> str:
    counted = Counter(conflict.kind for conflict in conflicts)
    lines = ["Conflicts", *(f"  {counted[kind]:,} {words}" for kind, words in _WORDS.items())]
    for conflict in conflicts[:_SHOWN]:
        lines.append(f"  {conflict.kind}, {conflict.accepted} link{'' if conflict.accepted == 1 else 's'} accepted:")
        lines += [f"    {iri}" for iri in conflict.ours]
        lines += [f"    -> {iri}" for iri in conflict.theirs]
    rest = len(conflicts) - _SHOWN
    return "\n".join([*lines, f"  {rest:,} more: --format json"] if rest > 0 else lines)


def _block(heading: str, rows: Iterable[tuple[str, ...]], left: tuple[int, ...]) -> str:
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if at in left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    ]
    return "\n".join([heading, *(f"  {line}".rstrip() for line in lines)])


def statistics_json(statistics: LinkStatistics) -> str:
    """Return the numbers as one JSON object, indented; the year of things without one is null."""
    shown = {
        "links": [
            {
                "target": one.target,
                "class": one.kind,
                "things": one.counts.total(),
                **_counted(one.counts),
                "years": [{"year": year, **_counted(one.years[year])} for year in sorted(one.years, key=_year)],
            }
            for one in statistics.coverage
        ],
        "conflicts": [conflict._asdict() for conflict in statistics.conflicts],
    }
    return msgspec.json.format(msgspec.json.encode(shown)).decode() + "\n"


def _counted(counts: Counter[Standing]) -> dict[Standing, int]:
    return {standing: counts[standing] for standing in STANDINGS}


def _year(year: int | None) -> tuple[bool, int]:
    return (year is None, year or 0)
