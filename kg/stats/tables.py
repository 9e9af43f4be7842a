"""Statistics -> text. Reads: Statistics. Emits: tables with bars for a terminal, JSON."""

import unicodedata
from collections.abc import Sequence

import msgspec

from kg.stats.counts import SOURCE_FIELDS, Statistics

_LARGEST = 15
_BAR = 40  # characters of the longest bar
_SHORT_BAR = 20  # of one beside other columns
_LONGEST_NAME = 44  # columns of a name in a table

_FIELD_HEADS = ("title", "abstract", "all authors", "date", "category", "code")
"""What the columns of `SOURCE_FIELDS` are called."""

_Row = tuple[str, ...]


def stats_table(statistics: Statistics) -> str:
    """Return the numbers as text of several short tables."""
    blocks = [
        _things_block(statistics),
        _shares_block(statistics),
        _years_block(statistics),
        _ranked("Papers by category", statistics.categories, bars=True),
        _sources_block(statistics),
        _ranked("Persons by evidence of identity", statistics.identities),
        _ranked("Conflicts and inferences by rule", statistics.rules),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def stats_json(statistics: Statistics) -> str:
    """Return the numbers as one JSON object, indented; years without a date are null."""
    shown = {
        "things": dict(statistics.things),
        "papersWith": [share._asdict() for share in statistics.shares],
        "papersByYear": [{"year": year, "papers": papers} for year, papers in statistics.years],
        "papersByCategory": [
            {"notation": notation, "name": name, "papers": papers} for notation, name, papers in statistics.categories
        ],
        "papersBySource": [
            {
                "source": source.name,
                "papers": source.papers,
                "with": dict(zip(SOURCE_FIELDS, source.having, strict=True)),
            }
            for source in statistics.sources
        ],
        "personsByIdentity": [{"basis": basis, "persons": persons} for basis, persons in statistics.identities],
        "rules": [{"kind": kind, "rule": rule, "number": number} for kind, rule, number in statistics.rules],
    }
    return msgspec.json.format(msgspec.json.encode(shown)).decode() + "\n"


def _things_block(statistics: Statistics) -> str:
    return _table("Things", [(label, f"{n:,}") for label, n in statistics.things]) or "The graph is empty."


def _shares_block(statistics: Statistics) -> str:
    rows = [
        (share.label, f"{share.having:,}", f"{100 * share.having / share.of:.1f} %", _bar(share.having, share.of))
        for share in statistics.shares
        if share.of
    ]
    return _table("Papers with", rows, left=(0, 3))


def _years_block(statistics: Statistics) -> str:
    most = max((count for _, count in statistics.years), default=1)
    rows = [
        (str(year) if year is not None else "undated", f"{count:,}", _bar(count, most, _BAR))
        for year, count in statistics.years
    ]
    return _table("Papers by year", rows, left=(0, 2))


def _sources_block(statistics: Statistics) -> str:
    """Return a table of the share of each source's papers that have a field."""
    heads = ("", "papers", *_FIELD_HEADS)
    rows: list[_Row] = [
        (_name(source.name), f"{source.papers:,}", *(f"{100 * n / source.papers:.0f} %" for n in source.having))
        for source in statistics.sources[:_LARGEST]
    ]
    rest = statistics.sources[_LARGEST:]
    if rest:
        papers = sum(source.papers for source in rest)
        sums = [sum(column) for column in zip(*(source.having for source in rest), strict=True)]
        rows.append((f"{len(rest):,} others", f"{papers:,}", *(f"{100 * n / papers:.0f} %" for n in sums)))
    return _table("Papers of each source, and how many of them have", [heads, *rows] if rows else [])


def _ranked(
    heading: str, ranked: Sequence[tuple[str, int]] | Sequence[tuple[str, str, int]], *, bars: bool = False
) -> str:
    """Return a table of labels and their numbers, the smaller ones added up."""
    most = max((count for *_, count in ranked), default=1)
    rows: list[_Row] = [
        (*(_name(str(label)) for label in labels), f"{count:,}", *([_bar(count, most)] if bars else []))
        for *labels, count in ranked[:_LARGEST]
    ]
    rest = [count for *_, count in ranked[_LARGEST:]]
    if rest:
        labels = [f"{len(rest):,} others", *[""] * (len(rows[0]) - 2 - bars)]
        rows.append((*labels, f"{sum(rest):,}", *([""] if bars else [])))
    number = len(rows[0]) - 1 - bars if rows else 0
    return _table(heading, rows, left=tuple(at for at in range(number + 2) if at != number))


def _bar(count: int, most: int, longest: int = _SHORT_BAR) -> str:
    return "#" * max(1, round(longest * count / most)) if count else ""


def _name(label: str) -> str:
    """Return a name that fits a column: controls as escapes, the middle of a long one left out."""
    plain = label if label.isprintable() else label.encode("unicode_escape").decode()
    if _width(plain) <= _LONGEST_NAME:
        return plain
    half = (_LONGEST_NAME - 3) // 2 * len(plain) // _width(plain)
    return f"{plain[:half].rstrip()}...{plain[-half:].lstrip()}"


def _width(cell: str) -> int:
    """Return how many columns of a terminal a text takes (UAX 11)."""
    if cell.isascii():
        return len(cell)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in cell
    )


def _table(heading: str, rows: Sequence[_Row], left: tuple[int, ...] = (0,)) -> str:
    if not rows:
        return ""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(_cells(row, widths, left)).rstrip() for row in rows]
    return "\n".join([heading, *(f"  {line}" for line in lines)])


def _cells(row: _Row, widths: Sequence[int], left: tuple[int, ...]) -> list[str]:
    gaps = [" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
    return [cell + gap if at in left else gap + cell for at, (cell, gap) in enumerate(zip(row, gaps, strict=True))]
