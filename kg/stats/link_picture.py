"""How far a graph is linked -> one picture. Reads: LinkShare. Emits: PNG or SVG, the same bytes for the same numbers.

A row for each target and class says how many things are linked, wait for a review, or have no link; a panel for each
with years says so by year.
"""

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from kg.stats.picture import SETTINGS, Format, binned, fonts_for
from kg.stats.strokes import INK, SOFT, Pen

_WIDTH: Final = 13.0  # inches, as all lengths here
_EDGE: Final = 0.5
_ROW: Final = 0.34
_GAP: Final = 0.85  # between two panels, for the heading of the lower one
_PANEL: Final = 1.7
_NAMES: Final = 2.9  # room for target and class
_NUMBERS: Final = 2.6  # room for the numbers behind a bar
_MOST_PANELS: Final = 24
_STANDINGS: Final = ("linked", "candidate", "unlinked")
_COLOURS: Final = ("#2b6292", "#e0a030", "#d5dde5")
"""Apart in lightness too, for whoever sees no colours and for printers."""


class LinkShare(NamedTuple):
    """How far the things of one class are linked to one target."""

    target: str
    kind: str
    years: Mapping[int | None, tuple[int, int, int]]
    """Year (None for things without one) -> things that are linked, wait for a review, have no link."""

    @property
    def counts(self) -> tuple[int, int, int]:
        """All years together."""
        linked, candidate, unlinked = zip(*self.years.values(), strict=True)
        return sum(linked), sum(candidate), sum(unlinked)


def write_link_picture(shares: Sequence[LinkShare], path: Path, *, form: Format, title: str) -> str:
    """Draw what is linked by target and class, and by year; return the letters for which no font is installed."""
    fonts, lacking = fonts_for("".join([title, *(share.target for share in shares)]))
    with mpl.rc_context({**SETTINGS, "font.family": fonts}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        metadata = {"Title": title, **({"Date": None, "Creator": None} if form == "svg" else {"Software": None})}
        _figure(shares, title).savefig(path, format=form, dpi=120, metadata=metadata, facecolor="white")
    return lacking


def _figure(shares: Sequence[LinkShare], title: str) -> Figure:
    """Return the figure: all rows, then the panels of years, two beside each other."""
    dated = [share for share in shares if any(year is not None for year in share.years)]
    shown = dated[:_MOST_PANELS]
    rows = _ROW * max(len(shares), 1) + 0.3
    lines = -(-len(shown) // 2)
    total = 2 * _EDGE + 1.25 + rows + lines * (_GAP + _PANEL) + 0.4
    figure = Figure(figsize=(_WIDTH, total))
    pen = Pen(FigureCanvasAgg(figure), total)
    figure.text(_EDGE / _WIDTH, 1 - _EDGE / total, title, size=17, weight="bold", color=INK, va="center")
    left_out = len(dated) - len(shown)
    note = f"{left_out:,} more by year are not drawn" if left_out else ""
    _legend(pen.axes(_EDGE, _EDGE + 0.22, _WIDTH - 2 * _EDGE, 0.25), note)
    top = _EDGE + 1.25
    _rows(pen, pen.axes(_EDGE + _NAMES, top, _WIDTH - 2 * _EDGE - _NAMES - _NUMBERS, rows), shares)
    top += rows + _GAP
    half = _WIDTH / 2
    for at, share in enumerate(shown):
        place = pen.axes(_EDGE + at % 2 * half, top + at // 2 * (_GAP + _PANEL), half - 2 * _EDGE, _PANEL)
        _by_year(place, share)
    return figure


def _legend(axes: Axes, note: str) -> None:
    Pen.bare(axes)
    axes.set_xlim(0, _WIDTH - 2 * _EDGE)
    axes.set_ylim(0, 1)
    for at, (word, colour) in enumerate(zip(_STANDINGS, _COLOURS, strict=True)):
        axes.barh(0.5, 0.3, left=1.5 * at, height=0.55, color=colour)
        axes.text(1.5 * at + 0.4, 0.5, word, va="center", size=10, color=INK)
    axes.text(1.5 * len(_STANDINGS), 0.5, note, va="center", size=10, color=SOFT)


def _rows(pen: Pen, axes: Axes, shares: Sequence[LinkShare]) -> None:
    pen.heading(axes, "By target and class", "share of the things of a class that the target knows", left=_NAMES)
    pen.bare(axes)
    if not shares:
        pen.nothing(axes, "there are no links", left=_NAMES)
        return
    axes.set_xlim(0, 1)
    axes.set_ylim(len(shares) - 0.5, -0.5)
    for at, share in enumerate(shares):
        things, start = sum(share.counts), 0.0
        for number, colour in zip(share.counts, _COLOURS, strict=True):
            axes.barh(at, number / things, left=start, height=0.66, color=colour)
            start += number / things
        pen.left_of(axes, at, share.kind, share.target, room=_NAMES)
        linked, candidate, _ = share.counts
        told = f"{100 * linked / things:.0f} %  of {things:,}" + (f", {candidate:,} to review" if candidate else "")
        axes.annotate(told, (1, at), (8, 0), textcoords="offset points", va="center", size=9, color=INK)


def _by_year(axes: Axes, share: LinkShare) -> None:
    dated = [(year, sum(counts)) for year, counts in share.years.items() if year is not None]
    old, span, bars = binned(dated)
    undated = sum(share.years.get(None, ()))
    notes = [f"{old:,} before {bars[0][0]}" if old else "", f"a bar is {span} years" if span > 1 else ""]
    note = "; ".join(filter(None, [*notes, f"{undated:,} undated" if undated else ""]))
    Pen.heading(axes, f"{share.target}, {share.kind} by year", note)
    Pen.bare(axes)
    most, places = max(things for _, things in bars), range(len(bars))
    axes.set_xlim(-0.6, max(len(bars), 8) - 0.4)
    axes.set_ylim(0, most * 1.06)
    below = [0] * len(bars)
    for standing, colour in enumerate(_COLOURS):
        heights = [
            sum(
                counts[standing]
                for year, counts in share.years.items()
                if year is not None and 0 <= year - first < span
            )
            for first, _ in bars
        ]
        axes.bar(places, heights, bottom=below, width=0.76, color=colour)
        below = [low + height for low, height in zip(below, heights, strict=True)]
    axes.axhline(0, color=SOFT, linewidth=1)
    tallest = max(places, key=lambda at: bars[at][1])
    axes.annotate(f"{most:,}", (tallest, most), (0, 3), textcoords="offset points", ha="center", size=9, color=INK)
    every = -(-len(bars) // 11)
    for at in range(len(bars) - 1, -1, -every):
        axes.annotate(str(bars[at][0]), (at, 0), (0, -5), textcoords="offset points", ha="center", va="top", size=9,
                      color=INK)  # fmt: skip
