"""Otter's final_grades.csv, as ``otter grade`` leaves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.exports.entry import Class
from autograder.exports.spreadsheet import scores, table
from autograder.gradebook import number
from autograder.result import Grade

_NO_STATUS = "--"


def final_grades(of: Class) -> str:
    """The table: the points possible, then a row a submission, its raw points.

    Where Otter would write zeros for what could not be graded, the cells are empty; why is in
    ``grading_status``, as with Otter.
    """
    parts = sorted(of.parts)
    head = ["file", *parts, "total_points_earned", "percent_correct", "grading_status"]
    rows = [head, *_possible(of, parts), *(_row(grade, parts) for grade in of.grades)]
    return table(rows, fixed=[_NO_STATUS])


def _possible(of: Class, parts: Sequence[str]) -> Iterator[list[str]]:
    graded = next((grade for grade in of.grades if grade.error is None), None)
    if graded is not None:
        most = {part.name: part.max_score for part in graded.parts}
        points = [*map(most.get, parts), graded.max_score]
        yield ["points-per-question", *map(number, points), "1", _NO_STATUS]


def _row(grade: Grade, parts: Sequence[str]) -> list[str]:
    share = None
    if grade.score is not None:
        share = round(grade.score / grade.max_score, 4) if grade.max_score else 0.0
    points = [*scores(grade, parts), grade.score, share]
    return [grade.submission, *map(number, points), grade.error or "Completed"]
