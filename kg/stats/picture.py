"""Statistics -> one picture. Reads: Statistics, Coauthors. Emits: PNG or SVG, the same bytes for the same numbers.

Text of an SVG stays text, so that its viewer finds the font for a name in any script; in a PNG the letters come from
DejaVu Sans, which matplotlib brings along, and from installed fonts where it lacks them. Only this module, `sociogram`,
`strokes` and `link_picture` know matplotlib.
"""

import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from kg.stats.counts import SOURCE_FIELDS, Statistics
from kg.stats.network import LARGEST_TEAM, Coauthors
from kg.stats.sociogram import draw_network
from kg.stats.strokes import FAINT, INK, MAIN, SOFT, Pen

Format = Literal["png", "svg"]

_FONT: Final = "DejaVu Sans"
_BOXES: Final = "Last Resort"  # a font that has a box for every letter
_WIDTH: Final = 13.0  # inches, as all lengths here
_EDGE: Final = 0.5
_GAP: Final = 0.95  # between two panels, for the heading of the lower one
_ROW: Final = 0.3
_MOST_ROWS: Final = 15
_MOST_BARS: Final = 40
_MOST_LETTERS: Final = 84  # digits that fit above all bars together
_SPANS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000)
SETTINGS: Final[dict[Any, Any]] = {  # matplotlib types the keys one by one
    "font.size": 10,
    "svg.fonttype": "none",
    "svg.hashsalt": "scholarkg",
    "text.parse_math": False,
    "axes.unicode_minus": False,
}


def write_picture(statistics: Statistics, network: Coauthors, path: Path, *, form: Format, title: str) -> str:
    """Draw papers by year and category, fields by source, and who writes with whom; return the letters not found.

    Those are letters of names for which no font is installed; they are empty boxes in a PNG.
    """
    texts = [title, *(source.name for source in statistics.sources[:_MOST_ROWS]), *network.names]
    texts += [name for _, name, _ in statistics.categories]
    fonts, lacking = fonts_for("".join(texts))
    with mpl.rc_context({**SETTINGS, "font.family": fonts}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure = _figure(statistics, network, title)
        metadata = {"Title": title, **({"Date": None, "Creator": None} if form == "svg" else {"Software": None})}
        figure.savefig(path, format=form, dpi=120, metadata=metadata, facecolor="white")
    return lacking


def fonts_for(content: str) -> tuple[list[str], str]:
    """Return font families that together have the letters of a text, and the letters that none has."""
    lacking = {ord(letter) for letter in content if letter.isprintable()} - _letters(font_manager.findfont(_FONT))
    families = [_FONT]
    if lacking:
        for font in sorted(font_manager.fontManager.ttflist, key=lambda font: (font.name, font.fname)):
            if font.style != "normal" or font.name in families or font.name.startswith(_BOXES):
                continue
            if lacking & _letters(font.fname):
                families.append(font.name)
                lacking -= _letters(font.fname)
    return [*families, "sans-serif"], "".join(map(chr, sorted(lacking)))


def _letters(file: str) -> set[int]:
    try:
        return set(font_manager.get_font(file).get_charmap())
    except (OSError, RuntimeError):  # a font file that has gone or is damaged
        return set()


def _figure(statistics: Statistics, network: Coauthors, title: str) -> Figure:
    """Return the figure: panels from the top down, as high as their rows need."""
    categories, sources = _rows_of(statistics.categories), _rows_of(statistics.sources)
    heights = [
        max(2.6, _ROW * categories),
        0.55 + _ROW * max(sources, 1),
        2.2 + 0.14 * len(network.names) if network.names else 0.6,
    ]
    total = 2 * _EDGE + 0.75 + sum(heights) + 2 * _GAP + 0.35
    figure = Figure(figsize=(_WIDTH, total))
    pen = Pen(FigureCanvasAgg(figure), total)
    figure.text(_EDGE / _WIDTH, 1 - _EDGE / total, title, size=17, weight="bold", color=INK, va="center")
    summary = ", ".join(f"{number:,} {label}" for label, number in statistics.things if label in _SUMMARY)
    figure.text(_EDGE / _WIDTH, 1 - (_EDGE + 0.34) / total, summary or "no paper", color=SOFT, va="center")
    top = _EDGE + 1.25
    half = _WIDTH / 2
    _years(pen.axes(_EDGE, top, half - 2 * _EDGE, heights[0]), statistics)
    _categories(pen, pen.axes(half + 3.4, top, half - 3.4 - _EDGE - 0.5, heights[0]), statistics)
    top += heights[0] + _GAP
    _sources(pen, pen.axes(_EDGE + 3.4, top, _WIDTH - 3.4 - 2 * _EDGE, heights[1]), statistics)
    top += heights[1] + _GAP
    panel = pen.axes(_EDGE, top, _WIDTH - 2 * _EDGE, heights[2])
    shown = f"{len(network.names):,} of {network.persons:,} authors: those with most co-authors"
    pen.heading(panel, "Who writes with whom", f"{shown}; papers of up to {LARGEST_TEAM} authors")
    draw_network(pen, panel, network, width=_WIDTH - 2 * _EDGE, height=heights[2])
    return figure


_SUMMARY: Final = ("papers", "persons", "organizations", "records", "source documents")


def _rows_of(things: Sequence[object]) -> int:
    return min(len(things), _MOST_ROWS + 1)


def binned(years: Iterable[tuple[int, int]]) -> tuple[int, int, list[tuple[int, int]]]:
    """Return the papers before the first bar, the years that a bar stands for, and (first year, papers) of each bar.

    Bars have no gaps. If nine of ten papers are from the last forty years, the older ones have no bars.
    """
    known = sorted(years)
    first, last = known[0][0], known[-1][0]
    if last - first >= _MOST_BARS:
        recent = [(year, papers) for year, papers in known if year > last - _MOST_BARS]
        old = sum(papers for _, papers in known) - sum(papers for _, papers in recent)
        if old * 10 <= sum(papers for _, papers in known):
            return old, *binned(recent)[1:]
    span = next(span for span in _SPANS if last // span - first // span < _MOST_BARS)
    bars = dict.fromkeys(range(first // span * span, last + 1, span), 0)
    for year, papers in known:
        bars[year // span * span] += papers
    return 0, span, sorted(bars.items())


def _years(axes: Axes, statistics: Statistics) -> None:
    dated = [(year, papers) for year, papers in statistics.years if year is not None]
    undated = sum(papers for year, papers in statistics.years if year is None)
    old, span, bars = binned(dated) if dated else (0, 1, [])
    notes = [f"{old:,} before {bars[0][0]}" if old else "", f"a bar is {span} years" if span > 1 else ""]
    Pen.heading(axes, "Papers by year", "; ".join(filter(None, [*notes, f"{undated:,} undated" if undated else ""])))
    Pen.bare(axes)
    if not bars:
        Pen.nothing(axes, "no paper has a year")
        return
    most = max(papers for _, papers in bars)
    axes.set_xlim(-0.6, max(len(bars), 8) - 0.4)
    axes.set_ylim(0, most * 1.06)
    axes.bar(range(len(bars)), [papers for _, papers in bars], width=0.76, color=MAIN)
    axes.axhline(0, color=SOFT, linewidth=1)
    every = -(-len(bars) // 11)
    letters = len(bars) * len(f"{most:,}")
    for at, (year, papers) in enumerate(bars):
        if papers and letters <= _MOST_LETTERS:
            axes.annotate(f"{papers:,}", (at, papers), (0, 3), textcoords="offset points", ha="center",
                          size=9 if letters < _MOST_LETTERS * 0.6 else 7, color=INK)  # fmt: skip
        if (len(bars) - 1 - at) % every == 0:
            axes.annotate(str(year), (at, 0), (0, -5), textcoords="offset points", ha="center", va="top", size=9,
                          color=INK)  # fmt: skip
    if letters > _MOST_LETTERS:
        axes.annotate(f"{most:,}", (bars.index(max(bars, key=lambda bar: bar[1])), most), (0, 3), size=9, color=INK,
                      textcoords="offset points", ha="center")  # fmt: skip


def _categories(pen: Pen, axes: Axes, statistics: Statistics) -> None:
    shown = statistics.categories[:_MOST_ROWS]
    rest = statistics.categories[_MOST_ROWS:]
    rows = [(notation, name, papers) for notation, name, papers in shown]
    if rest:
        rows.append(("", f"{len(rest):,} others", sum(papers for *_, papers in rest)))
    pen.heading(axes, "Papers by category", "a paper may have several", left=3.35)
    pen.bare(axes)
    if not rows:
        pen.nothing(axes, "no paper has a category", left=3.35)
        return
    axes.set_ylim(max(len(rows), 2.6 / _ROW) - 0.5, -0.5)
    axes.set_xlim(0, max(papers for *_, papers in rows))
    axes.barh(range(len(rows)), [papers for *_, papers in rows], height=0.66,
              color=[MAIN] * len(shown) + [SOFT] * bool(rest))  # fmt: skip
    for at, (notation, name, papers) in enumerate(rows):
        pen.left_of(axes, at, notation, name, room=3.25)
        axes.annotate(f"{papers:,}", (papers, at), (5, 0), textcoords="offset points", va="center", size=9, color=INK)


def _sources(pen: Pen, axes: Axes, statistics: Statistics) -> None:
    """Draw a row for each source and a column for each field; the darker, the more papers have it."""
    rows = [(source.name, source.papers, source.having) for source in statistics.sources[:_MOST_ROWS]]
    rest = statistics.sources[_MOST_ROWS:]
    if rest:
        sums = tuple(sum(column) for column in zip(*(source.having for source in rest), strict=True))
        rows.append((f"{len(rest):,} others", sum(source.papers for source in rest), sums))
    pen.heading(axes, "Completeness by source", "share of the papers of a source that have", left=3.4)
    pen.bare(axes)
    if not rows:
        pen.nothing(axes, "no paper comes from a source", left=3.4)
        return
    axes.set_xlim(0, len(SOURCE_FIELDS))
    axes.set_ylim(len(rows) - 0.5, -0.5 - 0.4 / _ROW)
    for column, label in enumerate(SOURCE_FIELDS):
        axes.text(column + 0.5, -0.5 - 0.2 / _ROW, label, ha="center", va="center", size=9, color=SOFT)
    for at, (name, papers, having) in enumerate(rows):
        pen.left_of(axes, at, f"{papers:,}", name, room=3.25)
        for column, number in enumerate(having):
            share = number / papers
            axes.barh(at, 0.96, left=column + 0.02, height=0.88, color=_shade(share))
            axes.text(column + 0.5, at, f"{100 * share:.0f} %", ha="center", va="center", size=9,
                      color="white" if share > 0.55 else INK)  # fmt: skip


def _shade(share: float) -> tuple[float, float, float]:
    """Return the colour between faint and main that stands for a share."""
    faint, main = (tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)) for colour in (FAINT, MAIN))
    red, green, blue = (low + (high - low) * share for low, high in zip(faint, main, strict=True))
    return red, green, blue
