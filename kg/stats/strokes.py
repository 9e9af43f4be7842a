"""What all panels of a picture share. Reads: a canvas of matplotlib. Emits: axes, headings, labels that fit."""

from typing import Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.font_manager import FontProperties

INK: Final = "#1f2933"
SOFT: Final = "#6b7785"
FAINT: Final = "#e8eef4"
MAIN: Final = "#2b6292"
GROUPS: Final = ("#2b6292", "#c2622d", "#3f8f5f", "#8a4f9e", "#b08a1e", "#2d8f9b", "#b0436a")
"""Colours of groups of persons: of like lightness, and apart for the colour-blind in the first four."""

_ELLIPSIS: Final = "…"


class Pen:
    """Places and measures on a figure; lengths are inches from the top left corner."""

    def __init__(self, canvas: FigureCanvasAgg, height: float) -> None:
        """Take the canvas of a figure and its height."""
        self._canvas = canvas
        self._height = height

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Return axes that fill a box."""
        figure = self._canvas.figure
        across = figure.get_figwidth()
        box = (left / across, 1 - (top + height) / self._height, width / across, height / self._height)
        return figure.add_axes(box)

    def size(self, text: str, points: float) -> tuple[float, float]:
        """Return width and height of a line of text in inches."""
        renderer = self._canvas.get_renderer()  # type: ignore[no-untyped-call]
        width, height, _ = renderer.get_text_width_height_descent(text, FontProperties(size=points), ismath=False)
        dots = self._canvas.figure.dpi
        return width / dots, height / dots

    def fitted(self, text: str, room: float, points: float) -> str:
        """Return a text that is at most `room` wide: on one line, cut with an ellipsis."""
        plain = "".join(letter if letter.isprintable() else " " for letter in text)
        if self.size(plain, points)[0] <= room:
            return plain
        low, high = 0, len(plain)
        while low < high:
            middle = (low + high + 1) // 2
            fits = self.size(plain[:middle] + _ELLIPSIS, points)[0] <= room
            low, high = (middle, high) if fits else (low, middle - 1)
        return plain[:low].rstrip() + _ELLIPSIS

    def left_of(self, axes: Axes, row: float, key: str, name: str, *, room: float) -> None:
        """Write the label of a row: its name, then its key in bold nearest to the row."""
        key_room = self.size(key, 9.5)[0] * 1.12 + (0.18 if key else 0.08)
        axes.annotate(key, (0, row), (-6, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                      ha="right", va="center", size=9.5, weight="bold", color=INK)  # fmt: skip
        axes.annotate(self.fitted(name, room - key_room, 9.5), (0, row), (-72 * key_room, 0),
                      xycoords=("axes fraction", "data"), textcoords="offset points", ha="right", va="center",
                      size=9.5, color=INK)  # fmt: skip

    @staticmethod
    def heading(axes: Axes, heading: str, note: str = "", *, left: float = 0.0) -> None:
        """Write a heading above axes, and a note behind it; `left` is how far left of the axes it begins."""
        title = axes.annotate(heading, (0, 1), (-72 * left, 16), xycoords="axes fraction", textcoords="offset points",
                              size=12.5, weight="bold", color=INK, va="bottom")  # fmt: skip
        axes.annotate(
            note, (1, 0), (9, 1), xycoords=title, textcoords="offset points", size=9.5, color=SOFT, va="bottom"
        )

    @staticmethod
    def bare(axes: Axes) -> None:
        """Take frame and ticks away: values stand at the bars."""
        axes.set_axis_off()

    @staticmethod
    def nothing(axes: Axes, told: str, *, left: float = 0.0) -> None:
        """Say why a panel is empty."""
        axes.annotate(told, (0, 1), (-72 * left, -8), xycoords="axes fraction", textcoords="offset points",
                      va="top", color=SOFT)  # fmt: skip
