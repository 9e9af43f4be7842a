"""Coauthors -> a drawing. Reads: who writes with whom. Emits: discs, lines, labels clear of each other."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle

from kg.stats.layout import Point, layout
from kg.stats.network import Coauthors, groups
from kg.stats.strokes import GROUPS, INK, SOFT, Pen

_POINTS = 9.0
_WIDEST_NAME = 2.4
_CLEAR = 0.07  # inches around a disc that other people's labels keep free
_NEAR, _FAR = 0.05, 0.2  # inches between a disc and its label


Line = tuple[Point, Point]


class Box(NamedTuple):
    """A rectangle by its corners."""

    left: float
    low: float
    right: float
    high: float

    def shared(self, other: "Box") -> float:
        """Return the area that two rectangles share."""
        across = min(self.right, other.right) - max(self.left, other.left)
        up = min(self.high, other.high) - max(self.low, other.low)
        return across * up if across > 0 and up > 0 else 0.0

    def crossed(self, line: Line) -> float:
        """Return the length of a line inside the rectangle (clipped after Liang and Barsky, 1984)."""
        (x, y), (end_x, end_y) = line
        across, up = end_x - x, end_y - y
        enter, leave = 0.0, 1.0
        for run, low, high in ((across, self.left - x, self.right - x), (up, self.low - y, self.high - y)):
            if run:
                enter, leave = max(enter, min(low / run, high / run)), min(leave, max(low / run, high / run))
            elif low > 0 or high < 0:
                return 0.0
        return max(0.0, leave - enter) * math.hypot(across, up)


def draw_network(pen: Pen, axes: Axes, network: Coauthors, *, width: float, height: float) -> None:
    """Draw the network into axes of this size in inches: a disc grows with papers, a line with joint papers."""
    pen.bare(axes)
    if not network.names:
        pen.nothing(axes, "nobody has a co-author")
        return
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    points = layout(network, width=width, height=height)
    most = max(network.papers)
    radii = [0.05 + 0.1 * math.sqrt(papers / max(most, 8)) for papers in network.papers]
    colours = _colours(network)
    lines = [(points[a], points[b]) for a, b, _ in network.edges]
    thickest = max(4, *(weight for *_, weight in network.edges))
    widths = [0.7 + 2.6 * (weight - 1) / (thickest - 1) for *_, weight in network.edges]
    shades = [colours[a] for a, _, _ in network.edges]
    axes.add_collection(LineCollection(lines, linewidths=widths, colors=shades, alpha=0.35, zorder=1))
    for point, radius, colour in zip(points, radii, colours, strict=True):
        axes.add_patch(Circle(point, radius, facecolor=colour, edgecolor="white", linewidth=1.2, zorder=2))
    names = [pen.fitted(name, _WIDEST_NAME, _POINTS) for name in network.names]
    sizes = [pen.size(name, _POINTS) for name in names]
    boxes = label_boxes(points, radii, sizes, lines=lines, frame=Box(0, 0, width, height))
    for name, box in zip(names, boxes, strict=True):
        x, y = (box.left + box.right) / 2, (box.low + box.high) / 2
        backing = {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.8}
        axes.text(x, y, name, ha="center", va="center", size=_POINTS, color=INK, zorder=3, bbox=backing)


def _colours(network: Coauthors) -> list[str]:
    """Return a colour for each person by group; the groups behind the last colour share one."""
    colours = [SOFT] * len(network.names)
    for colour, group in zip(GROUPS, groups(network), strict=False):
        for person in group:
            colours[person] = colour
    return colours


def label_boxes(
    points: Sequence[Point], radii: Sequence[float], sizes: Sequence[Point], *, lines: Sequence[Line], frame: Box
) -> list[Box]:
    """Return a place for each label, one after the other: the one that covers least of what is there already."""
    reaches = [radius + _CLEAR for radius in radii]
    discs = [Box(x - r, y - r, x + r, y + r) for (x, y), r in zip(points, reaches, strict=True)]
    placed: list[Box] = []
    for person, (point, radius, size) in enumerate(zip(points, radii, sizes, strict=True)):
        others = [*discs[:person], *discs[person + 1 :]]
        best = min(
            enumerate(_candidates(point, radius, size)),
            key=lambda numbered: (_cost(numbered[1], others, placed, lines, frame) + 0.004 * numbered[0], numbered[0]),
        )[1]
        placed.append(best)
    return placed


def _candidates(point: Point, radius: float, size: Point) -> Iterator[Box]:
    """Yield places around a disc, the best liked first: near before far, right, left, above, below, corners."""
    wide, high = size[0] / 2, size[1] / 2 + 0.02
    for gap in (_NEAR, _FAR):
        away = radius + gap
        for across, up in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)):
            lean = 0.7 if across and up else 1.0
            x = point[0] + across * (away * lean + wide)
            y = point[1] + up * (away * lean + high)
            yield Box(x - wide, y - high, x + wide, y + high)


def _cost(box: Box, discs: Sequence[Box], placed: Sequence[Box], lines: Sequence[Line], frame: Box) -> float:
    """Return how much a label would cover, in square inches and weighted; what leaves the drawing counts most."""
    outside = (box.right - box.left) * (box.high - box.low) - box.shared(frame)
    labels = sum(4 * box.shared(other) for other in placed)
    crossed = sum(0.05 * box.crossed(line) for line in lines)
    return 20 * outside + labels + 2 * sum(box.shared(disc) for disc in discs) + crossed
