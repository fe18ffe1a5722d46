"""What a part did, as curves to be drawn: plain numbers, no drawing."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self, TypeGuard

from autograder import wire

ROLES = ("yours", "expected")
MAX_POINTS = 200
"""Of a line."""
MAX_LINES = 8
"""Of a figure."""
MAX_FIGURES = 6
"""Of a part."""
DIGITS = 6
"""Significant ones: more can't be seen, and cost room in every result file."""


@dataclass(frozen=True)
class Line:
    """One curve. ``role`` is one of ``ROLES``; a ``y`` of None is not a finite number."""

    name: str
    role: str
    x: tuple[float, ...]
    y: tuple[float | None, ...]

    def __post_init__(self) -> None:
        """Raises ValueError for what could not be read back from a result."""
        if self.role not in ROLES or len(self.x) != len(self.y):
            raise ValueError(f"a line is one of {ROLES} and has as many y as x")
        if not all(map(is_finite, [*self.x, *(each for each in self.y if each is not None)])):
            raise ValueError("a line's numbers are finite")

    @classmethod
    def of(cls, name: str, role: str, x: wire.Array, y: wire.Array) -> Self:
        """The line through ``(x[k], y[k])``: both (n,), numeric, with n up to ``MAX_POINTS``.

        Raises ValueError for anything else, as a worker may answer anything.
        """
        if x.ndim != 1 or x.shape != y.shape or len(x) > MAX_POINTS:
            raise ValueError(f"a line needs two arrays (n,), not {x.shape} and {y.shape}")
        return cls(name, role, tuple(map(_short, x.tolist())), tuple(map(_drawn, y.tolist())))


@dataclass(frozen=True)
class Figure:
    """Curves over the same axes, those of the solution among them."""

    title: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]


def is_finite(value: object) -> TypeGuard[float]:
    """Whether it is a number that can be drawn. An int may be too large for a float."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= sys.float_info.max


def bounded(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The first ``MAX_FIGURES``. Raises ValueError for one with too many lines."""
    kept = tuple(figures)[:MAX_FIGURES]
    if any(len(figure.lines) > MAX_LINES for figure in kept):
        raise ValueError(f"a figure has at most {MAX_LINES} lines")
    return kept


def _short(number: float) -> float:
    return float(f"{number:.{DIGITS}g}") + 0.0  # no minus zero


def _drawn(number: float) -> float | None:
    return _short(number) if math.isfinite(number) else None
