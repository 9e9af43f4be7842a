"""Numbers -> SVG. Reads: years and shares. Emits: inline SVG without scripts, fonts or colours of its own."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from kg.writers.report import Share

_WIDTH: Final = 720
_HEIGHT: Final = 170
_TOP: Final = 22
_FLOOR: Final = 146
_MOST_BARS: Final = 60
_SPANS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_LABEL_WIDTH: Final = 60  # units that the label of a year needs on a small screen, where letters are larger
_VALUE_WIDTH: Final = 12  # units of one digit there


def binned(years: Sequence[tuple[int, int]]) -> tuple[int, list[tuple[int, int]]]:
    """Return the years that one bar stands for, and (first year, number) of each bar, empty ones too."""
    first, last = min(year for year, _ in years), max(year for year, _ in years)
    span = next(span for span in _SPANS if last // span - first // span < _MOST_BARS)
    bars = dict.fromkeys(range(first // span * span, last + 1, span), 0)
    for year, number in years:
        bars[year // span * span] += number
    return span, sorted(bars.items())


def year_chart(years: Sequence[tuple[int, int]]) -> str:
    """Return a bar chart of papers by year; empty without years."""
    if not years:
        return ""
    span, bars = binned(years)
    label = f"Papers by year, {bars[0][0]} to {bars[-1][0] + span - 1}"
    end = f"{_step(len(bars)) * len(bars):.1f}"
    return (
        f'<svg class="years" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">'
        f'<line class="axis" x1="0" y1="{_FLOOR}" x2="{end}" y2="{_FLOOR}"/>{"".join(_bars(span, bars))}</svg>'
    )


def _step(bars: int) -> float:
    return min(_WIDTH / bars, 64)


def _bars(span: int, bars: Sequence[tuple[int, int]]) -> Iterator[str]:
    step = _step(len(bars))
    most = max(number for _, number in bars)
    every = -(-_LABEL_WIDTH // int(step))
    with_values = len(f"{most:,}") * _VALUE_WIDTH < step
    for at, (year, number) in enumerate(bars):
        height = (_FLOOR - _TOP) * number / most
        left, middle = at * step, (at + 0.5) * step
        name = str(year) if span == 1 else f"{year} to {year + span - 1}"
        if number:
            yield (
                f'<rect x="{left + step * 0.12:.1f}" y="{_FLOOR - height:.1f}" width="{step * 0.76:.1f}" '
                f'height="{height:.1f}" rx="2"><title>{name}: {number:,}</title></rect>'
            )
        if with_values and number:
            yield f'<text class="value" x="{middle:.1f}" y="{_FLOOR - height - 5:.1f}">{number:,}</text>'
        if (len(bars) - 1 - at) % every == 0:
            yield f'<text x="{middle:.1f}" y="{_HEIGHT - 6}">{year}</text>'


def share_chart(shares: Sequence[Share]) -> str:
    """Return a table of how many papers have what, a bar in each row; empty without shares."""
    rows = "".join(map(_share, shares))
    return f'<table class="shares"><tbody>{rows}</tbody></table>' if rows else ""


def _share(share: Share) -> str:
    bar = (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="10"/>'
        f'<rect width="{share.percent:.1f}" height="10"/></svg>'
    )
    return (
        f'<tr><th scope="row">{escape(share.label)}</th><td class="bar">{bar}</td>'
        f'<td class="n">{share.percent:.1f} %</td><td class="n of">{share.having:,} of {share.of:,}</td></tr>'
    )
