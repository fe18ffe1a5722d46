"""What a grading run found: plain, frozen, versioned data. Every page and export is made of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from autograder.errors import ResultError
from autograder.figure import ROLES, Figure, Line, is_finite

SCHEMA = 1
"""Of ``as_json``. 1: the first; added to it were ``file``, ``staff``, each part's ``line``,
``source`` and ``figures``, and the ``answer`` and the ``order`` of a quiz question's check."""

OUTCOMES = ("passed", "failed", "skipped", "error")
"""``skipped``: a check that it needs failed. ``error``: the grader could not tell; staff must
look. Neither is ever counted as a verdict on the student's work."""

VISIBILITIES = ("visible", "hidden", "after_due_date", "after_published")
"""When a student may see a check's result; the words are Gradescope's."""


@dataclass(frozen=True)
class CheckResult:
    name: str
    outcome: str
    score: float
    max_score: float
    message: str
    visibility: str
    answer: str | None = None
    """Of a question: the letters that were chosen, in order; None where nothing is asked."""
    order: str | None = None
    """Of a question whose options were shuffled: the letters that the author knows them by, in
    the order in which the student saw them."""


@dataclass(frozen=True)
class Mistake:
    """A known misunderstanding that a part shows, and the hint that goes with it."""

    id: str
    hint: str


@dataclass(frozen=True)
class PartResult:
    name: str
    checks: tuple[CheckResult, ...]
    mistake: Mistake | None = None
    line: int | None = None
    """Where in the graded file the part is defined, from 1; None if that is unknown."""
    source: str = ""
    """The definition as it was graded, cut short; empty if there is none."""
    figures: tuple[Figure, ...] = ()
    """What it did, for a part that lost points."""

    @property
    def score(self) -> float:
        return _sum(check.score for check in self.checks)

    @property
    def max_score(self) -> float:
        return _sum(check.max_score for check in self.checks)


@dataclass(frozen=True)
class Grade:
    """One submission's grade. ``error`` is why staff must look, None when it was graded."""

    assignment: str
    submission: str
    sha256: str
    max_score: float
    parts: tuple[PartResult, ...] = ()
    repairs: tuple[str, ...] = ()
    output: str = ""
    seconds: float = 0.0
    error: str | None = None
    file: str = ""
    """The graded file's path inside the hand-in, empty if unknown."""
    staff: tuple[str, ...] = ()
    """Notes that students do not see: what went wrong beside the grading."""

    @property
    def status(self) -> str:
        return "graded" if self.error is None else "error"

    @property
    def score(self) -> float | None:
        """The points, or None: without a verdict there are no points, not even zero."""
        return None if self.error is not None else _sum(part.score for part in self.parts)

    def as_json(self) -> dict[str, Any]:
        """The result file's content (schema 1)."""
        return {
            "schema": SCHEMA,
            "assignment": self.assignment,
            "submission": self.submission,
            "sha256": self.sha256,
            "status": self.status,
            "score": self.score,
            "max_score": self.max_score,
            "parts": [_part_json(part) for part in self.parts],
            "repairs": list(self.repairs),
            "seconds": round(self.seconds, 3),
            "output": self.output,
            "error": self.error,
            "file": self.file,
            "staff": list(self.staff),
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        """The grade that ``as_json`` wrote. Fields that it does not know are passed over.

        Raises ResultError, with one line, for anything else: also for a score that is not the sum
        of its checks, which somebody has edited and would see ignored.
        """
        table = _Table(data, "the result")
        if (schema := table.get("schema", int)) != SCHEMA:
            raise ResultError(f"expected a result of schema {SCHEMA}, found schema {schema}")
        grade = cls(
            assignment=table.get("assignment", str),
            submission=table.get("submission", str),
            sha256=table.get("sha256", str),
            max_score=table.number("max_score"),
            parts=table.each("parts", _part),
            repairs=table.each("repairs", _string),
            output=table.get("output", str, ""),
            seconds=table.number("seconds"),
            error=table.get("error", str | None),
            file=table.get("file", str, ""),
            staff=table.each("staff", _string) if "staff" in table else (),
        )
        for name, told in (("status", grade.status), ("score", grade.score)):
            if table.get(name, object) != told:
                said = f"{name} {table.get(name, object)!r:.40}, its checks and error say {told!r}"
                raise ResultError(f"{grade.submission:.80}: {said}; change checks, not sums")
        return grade


class Unreadable(Grade):
    """Of a hand-in that can't be read: another try finds the same, unlike with other errors."""


Item = TypeVar("Item")


class _Table:
    """A JSON object whose fields have the types that are expected, else ResultError."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, dict):
            raise ResultError(f"{where}: expected a JSON object, found {data!r:.40}")
        self._data, self._where = data, where

    def get(self, name: str, kind: Any, default: object = None) -> Any:
        value = self._data.get(name, default)
        # a bool is an int for Python and none for us
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not object):
            kinds = getattr(kind, "__name__", kind)
            raise ResultError(f"{self._where}: expected {name} as {kinds}, found {value!r:.40}")
        return value

    def __contains__(self, name: str) -> bool:
        return name in self._data

    def number(self, name: str) -> float:
        value: float = self.get(name, int | float)
        if not abs(value) < 1e9:  # NaN is not, either
            told = f"expected {name} as a finite number, found {value!r:.40}"
            raise ResultError(f"{self._where}: {told}")
        return value

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        value: str = self.get(name, str)
        if value not in known:
            told = f"expected {name} as one of {', '.join(known)}, found {value!r:.40}"
            raise ResultError(f"{self._where}: {told}")
        return value

    def each(self, name: str, make: Callable[[object, str], Item]) -> tuple[Item, ...]:
        entries = enumerate(self.get(name, list), 1)
        return tuple(make(entry, f"{self._where}, {name} {k}") for k, entry in entries)


def _part_json(part: PartResult) -> dict[str, Any]:
    return {
        "name": part.name,
        "score": part.score,
        "max_score": part.max_score,
        "checks": [_check_json(check) for check in part.checks],
        "mistake": dict(vars(part.mistake)) if part.mistake else None,
        "line": part.line,
        "source": part.source,
        "figures": [_figure_json(figure) for figure in part.figures],
    }


def _check_json(check: CheckResult) -> dict[str, Any]:
    of_questions = ("answer", "order")
    return {k: v for k, v in vars(check).items() if v is not None or k not in of_questions}


def _figure_json(figure: Figure) -> dict[str, Any]:
    lines = [{**vars(line), "x": list(line.x), "y": list(line.y)} for line in figure.lines]
    return {**vars(figure), "lines": lines}


def _string(data: object, where: str) -> str:
    if not isinstance(data, str):
        raise ResultError(f"{where}: expected a text, found {data!r:.40}")
    return data


def _part(data: object, where: str) -> PartResult:
    table = _Table(data, where)
    mistake = table.get("mistake", dict | None)
    return PartResult(
        name=table.get("name", str),
        checks=table.each("checks", _check),
        mistake=_mistake(mistake, where) if mistake is not None else None,
        line=table.get("line", int | None),
        source=table.get("source", str, ""),
        figures=table.each("figures", _figure) if "figures" in table else (),
    )


def _check(data: object, where: str) -> CheckResult:
    table = _Table(data, where)
    return CheckResult(
        name=table.get("name", str),
        outcome=table.choice("outcome", OUTCOMES),
        score=table.number("score"),
        max_score=table.number("max_score"),
        message=table.get("message", str),
        visibility=table.choice("visibility", VISIBILITIES),
        answer=table.get("answer", str | None),
        order=table.get("order", str | None),
    )


def _figure(data: object, where: str) -> Figure:
    table = _Table(data, where)
    title, x_label, y_label = (table.get(name, str) for name in ("title", "x_label", "y_label"))
    return Figure(title, x_label, y_label, table.each("lines", _line))


def _line(data: object, where: str) -> Line:
    table = _Table(data, where)
    x, y = table.each("x", _finite), table.each("y", _finite_or_none)
    if len(x) != len(y):
        raise ResultError(f"{where}: expected as many y as x, found {len(y)} and {len(x)}")
    return Line(table.get("name", str), table.choice("role", ROLES), x, y)


def _finite(data: object, where: str) -> float:
    if not is_finite(data):
        raise ResultError(f"{where}: expected a finite number, found {data!r:.40}")
    return data


def _finite_or_none(data: object, where: str) -> float | None:
    return None if data is None else _finite(data, where)


def _mistake(data: object, where: str) -> Mistake:
    table = _Table(data, f"{where}, mistake")
    return Mistake(id=table.get("id", str), hint=table.get("hint", str))


def _sum(points: Any) -> float:
    """A sum without binary dust: 12.5, not 12.499999999999998."""
    return round(math.fsum(points), 4)
