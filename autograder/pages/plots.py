"""Curves as SVG that takes its colours from the page, light or dark."""

from __future__ import annotations

import functools
import io
import itertools
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from autograder.figure import MAX_LINES, Figure, Line

WIDTH, HEIGHT = 340, 210
"""Of a plot, in points; on the page it is as wide as its column."""
MARKERS = ("", "o", "s", "D")
"""On the first curve and on further ones, so that they do not differ by colour alone; and so do the
dashes of what is expected."""
DASHES = ((4.0, 3.0), (1.2, 2.4), (7.0, 2.5), (7.0, 2.5, 1.2, 2.5))
ROOM = 0.6
"""Of the height of what is expected: so far may a curve go beyond it, above and below. One that
goes further leaves the frame, or the shape that it is compared with would be a flat line."""

_INK, _GRID = "#000001", "#000002"
_CURVES = ("#000011", "#000012", "#000013", "#000014")
_COLOURS = {
    _INK: "var(--ink)",
    _GRID: "var(--line)",
    **{colour: f"var(--curve-{k})" for k, colour in enumerate(_CURVES, 1)},
}
"""Colours that nobody would draw with stand for those of the page."""


@dataclass(frozen=True)
class Curve:
    """A pair of lines with the same name; ``number`` is that of its colour."""

    number: int
    name: str
    marker: str
    dashes: tuple[float, ...]


def curves(figure: Figure) -> list[Curve]:
    """What is drawn in a colour of its own."""
    names = list(dict.fromkeys(line.name for line in figure.lines))
    marks = itertools.cycle(zip(itertools.count(1), MARKERS, DASHES, strict=False))
    return [
        Curve(number, name, marker, dashes)
        for name, (number, marker, dashes) in zip(names, marks, strict=False)
    ]


def svg(figure: Figure, number: int) -> Markup:
    """The curves over their axes: solid what was handed in, dashed what was expected.

    No text of anybody's is in it. ``number`` is the plot's on its page. The same figure makes the
    same text, on any day and in any process.
    """
    return Markup(_drawn(figure).replace("plot-0-", f"plot-{number}-"))


def words(figure: Figure) -> list[str]:
    """What is to be seen, for each name: where yours is farthest from what was expected."""
    found = curves(figure)
    return [
        f"{curve.name}: {told[0].lower()}{told[1:]}" if len(found) > 1 else told
        for curve in found
        for told in _difference(figure, curve.name)
    ]


def _difference(figure: Figure, name: str) -> Iterator[str]:
    found = {line.role: line for line in figure.lines if line.name == name}
    if found.keys() != {"yours", "expected"} or found["yours"].x != found["expected"].x:
        return
    points = list(zip(found["yours"].x, found["yours"].y, found["expected"].y, strict=True))
    both = [(x, y, e) for x, y, e in points if y is not None and e is not None]
    where = f"at {re.sub(r' [(].*', '', figure.x_label)} "
    if missing := [x for x, y, e in points if y is None and e is not None]:
        yield f"Yours is no number {where}{_range(missing)}."
    if both:
        x, y, e = max(both, key=lambda point: abs(point[1] - point[2]))
        span = max(abs(value) for _, _, value in both)
        if abs(y - e) <= 1e-4 * span:
            yield "Yours is as expected."
        else:
            yield f"Farthest apart {where}{_short(x)}: yours is {_short(y)}, expected {_short(e)}."


def _range(numbers: list[float]) -> str:
    low, high = min(numbers), max(numbers)
    return _short(low) if low == high else f"{_short(low)} to {_short(high)}"


def _short(number: float) -> str:
    return f"{number:.3g}".replace("-", "−")


@functools.lru_cache(maxsize=512)
def _drawn(figure: Figure) -> str:
    # many students share a mistake, and with it the curve
    return _themed(_plotter().draw(figure))


class _Plotter:
    """Axes and lines that are used again and again: to make them takes longer than to draw."""

    def __init__(self) -> None:
        self._canvas = FigureCanvasSVG(Canvas(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72))
        self._canvas.figure.patch.set_visible(False)
        self._axes = self._canvas.figure.add_axes((0.105, 0.1, 0.885, 0.87))
        self._axes.patch.set_visible(False)
        for edge in self._axes.spines.values():
            edge.set_visible(False)
        self._axes.grid(True, color=_GRID, linewidth=0.8)
        self._axes.tick_params(length=0, labelsize=10, labelcolor=_INK)
        self._axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        self._axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        # where labels and title would stand, which there are not, is not to be worked out each time
        self._axes.xaxis.set_label_coords(0, 0)
        self._axes.yaxis.set_label_coords(0, 0)
        self._axes.set_title("", y=1)
        self._lines = [self._axes.plot([], [])[0] for _ in range(MAX_LINES)]

    def draw(self, figure: Figure) -> str:
        """The SVG as matplotlib writes it."""
        for drawn, line in itertools.zip_longest(self._lines, figure.lines[:MAX_LINES]):
            drawn.set_visible(line is not None)
            if line is not None:
                _style(drawn, line, figure)
        self._axes.set_xlim(*_limits(_finite(x) for line in figure.lines for x in line.x))
        self._axes.set_ylim(*_heights(figure))
        text = io.StringIO()
        with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "autograder"}):
            self._canvas.print_svg(text, metadata={"Date": None})
        return text.getvalue()


@functools.cache
def _plotter() -> _Plotter:
    return _Plotter()


def _style(drawn: Line2D, line: Line, figure: Figure) -> None:
    heights = [math.nan if y is None else _finite(y) for y in line.y]
    drawn.set_data([_finite(x) for x in line.x], heights)
    (curve,) = [each for each in curves(figure) if each.name == line.name]
    if line.role == "expected":  # above the other, which shows between the dashes
        drawn.set(color=_INK, linestyle=(0, curve.dashes), linewidth=1.4, marker="", zorder=3)
    else:
        drawn.set(color=_CURVES[curve.number - 1], linestyle="-", linewidth=2.6, zorder=2)
        drawn.set(marker=curve.marker, markersize=6, markevery=max(1, len(line.x) // 6))


def _heights(figure: Figure) -> tuple[float, float]:
    expected = list(_seen(line for line in figure.lines if line.role == "expected"))
    if not expected:
        return _limits(_seen(figure.lines))
    least, most = min(expected), max(expected)
    room = ROOM * (most - least) or abs(most) or 1.0
    inside = [min(max(y, least - room), most + room) for y in _seen(figure.lines)]
    return _limits(inside)


def _seen(lines: Iterable[Line]) -> Iterator[float]:
    return (_finite(y) for line in lines for y in line.y if y is not None)


def _finite(number: float) -> float:
    """The number, as far as its multiples are still numbers."""
    return min(max(number, -1e200), 1e200)


def _limits(numbers: Iterable[float]) -> tuple[float, float]:
    """The range of the numbers, and a little more; something to see if it is none."""
    found = list(numbers) or [0.0]
    low, high = min(found), max(found)
    edge = 0.04 * (high - low) or 0.5 * abs(high) or 1.0
    return low - edge, high + edge


_HEAD = re.compile(r".*?<svg[^>]*>.*?</defs>", re.DOTALL)
_GROUP = re.compile(r'(?<=<g) id="[^"]*"')
_NAME = re.compile(r"\b(?=[mp][0-9a-f]{10}\b)")
"""Of a marker or a frame, which lines refer to."""
_DIGITS = re.compile(r"(\d+\.\d)\d+ ?\n?")
_FONT = re.compile(r"font-family: [^;\"]*;? ?|font: [^;\"]*;? ?")


def _themed(text: str) -> str:
    """The drawing without what is matplotlib's own: font, names, colours, and digits that nobody
    sees."""
    text = _HEAD.sub(f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">', text, count=1)
    text = _NAME.sub("plot-0-", _GROUP.sub("", text)).replace("xlink:href", "href")
    text = _DIGITS.sub(r"\1 ", _FONT.sub("", text))
    for colour, own in _COLOURS.items():
        text = text.replace(colour, own)
    return text
