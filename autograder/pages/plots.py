"""Curves as SVG, in the colours of the page that it stands in, light or dark.

The marks are a template (``plot.svg``). A plotting library would cost more than it gives here:
matplotlib takes 13 ms for what this draws in one and a style sheet can't reach its colours, and
where it is installed, Keras imports it, in the zygote of every run.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from autograder.figure import Figure, Line
from autograder.pages.page import render

WIDTH, HEIGHT = 340, 210
"""Of a plot; on the page it is as wide as its column."""
LEFT, RIGHT, TOP, BOTTOM = 36, 4, 6, 20
"""Around the frame, for the numbers."""
MARKS = ("", "circle", "square", "diamond")
"""On the first curve and on further ones, so that they do not differ by colour alone; and so do the
dashes of what is expected."""
DASHES = ("5 3.5", "1.5 3", "9 3", "9 3 1.5 3")
ROOM = 0.6
"""Of the height of what is expected: so far may a curve go beyond it, above and below. One that
goes further leaves the frame, or the shape that it is compared with would be a flat line."""
_SAME = 1e-4
"""Of the greatest value: what is nearer than that can't be told apart."""
_LEAST, _MOST = 1e-200, 1e200
"""Numbers that can be reckoned with."""


@dataclass(frozen=True)
class Curve:
    """A pair of lines with the same name: how they look."""

    name: str
    colour: int
    mark: str
    dashes: str


@dataclass(frozen=True)
class Stroke:
    """A line as it is drawn in the frame; ``marked`` are the points that bear its mark."""

    curve: Curve
    role: str
    path: str
    marked: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Scale:
    """From numbers to places in the frame: ``low`` is at 0, ``high`` at ``length``."""

    low: float
    high: float
    length: float

    def place(self, number: float) -> float:
        """Where the number is; not farther off than a drawing program can follow."""
        share = (_tame(number) - self.low) / (self.high - self.low)
        return round(min(max(share, -9), 9) * self.length, 1)

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Places of round numbers, up to ``most`` and one, and the numbers."""
        span = (self.high - self.low) / most
        digits = math.floor(math.log10(span))
        step = next(s for s in (1, 2, 5, 10) if s * 10.0**digits >= span * 0.999) * 10.0**digits
        numbers = range(math.ceil(self.low / step), math.floor(self.high / step) + 1)
        return [(self.place(k * step), _round(k * step, step)) for k in numbers]


def curves(figure: Figure) -> list[Curve]:
    """What is drawn in a colour of its own."""
    names = dict.fromkeys(line.name for line in figure.lines)
    looks = itertools.cycle(zip(itertools.count(1), MARKS, DASHES, strict=False))
    return [Curve(name, *look) for name, look in zip(names, looks, strict=False)]


@functools.lru_cache(maxsize=512)
def svg(figure: Figure) -> Markup:
    """The curves over their axes: solid what was handed in, dashed what was expected. No text of
    anybody's is in it."""
    # many students share a mistake, and with it the curve
    across = Scale(
        *_limits(_tame(x) for line in figure.lines for x in line.x), WIDTH - LEFT - RIGHT
    )
    up = Scale(*_heights(figure), HEIGHT - TOP - BOTTOM)
    looks = {curve.name: curve for curve in curves(figure)}
    strokes = [_stroke(line, looks[line.name], across, up) for line in figure.lines]
    drawn = render(
        "plot.svg",
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        top=TOP,
        across=across,
        up=up,
        # what is expected lies above: the other shows between its dashes
        strokes=sorted(strokes, key=lambda stroke: stroke.role == "expected"),
    )
    return Markup(drawn)


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
        if abs(y - e) <= _SAME * max(abs(value) for _, _, value in both):
            yield "Yours is as expected."
        else:
            yield f"Farthest apart {where}{_short(x)}: yours is {_short(y)}, expected {_short(e)}."


def _range(numbers: list[float]) -> str:
    low, high = min(numbers), max(numbers)
    return _short(low) if low == high else f"{_short(low)} to {_short(high)}"


def _short(number: float) -> str:
    return f"{number:.3g}".replace("-", "−")


def _round(number: float, step: float) -> str:
    """A multiple of ``step``, with the digits that tell it from the next."""
    if not 1e-3 <= step < 1e5:
        return f"{number:.3g}".replace("-", "−")
    return f"{number:.{max(0, -math.floor(math.log10(step) + 1e-9))}f}".replace("-", "−")


def _stroke(line: Line, curve: Curve, across: Scale, up: Scale) -> Stroke:
    points = [
        None if y is None else (across.place(x), round(up.length - up.place(y), 1))
        for x, y in zip(line.x, line.y, strict=True)
    ]
    # a line starts again after each gap
    pairs = zip([None, *points], points, strict=False)
    path = " ".join(
        f"{'L' if last else 'M'}{here[0]:g} {here[1]:g}" for last, here in pairs if here
    )
    marked = [each for each in points[:: max(1, len(points) // 6)] if each]
    return Stroke(curve, line.role, path, marked if curve.mark and line.role == "yours" else [])


def _heights(figure: Figure) -> tuple[float, float]:
    expected = list(_seen(line for line in figure.lines if line.role == "expected"))
    if not expected:
        return _limits(_seen(figure.lines))
    least, most = min(expected), max(expected)
    room = ROOM * (most - least) or abs(most) or 1.0
    return _limits(min(max(y, least - room), most + room) for y in _seen(figure.lines))


def _seen(lines: Iterable[Line]) -> Iterator[float]:
    return (_tame(y) for line in lines for y in line.y if y is not None)


def _tame(number: float) -> float:
    return min(max(number, -_MOST), _MOST)


def _limits(numbers: Iterable[float]) -> tuple[float, float]:
    """The range of the numbers, and a little more; something to see if it is none."""
    found = list(numbers) or [0.0]
    low, high = min(found), max(found)
    size = max(abs(low), abs(high))
    # nearer than their digits reach, numbers are one
    edge = 0.04 * (high - low) if high - low > max(1e-9 * size, _LEAST) else 0.5 * size
    edge = edge if edge > _LEAST else 1.0
    return low - edge, high + edge
