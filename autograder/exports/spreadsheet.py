"""CSV for spreadsheets and programs: RFC 4180's quotes and commas, UTF-8, a line feed a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Iterable, Sequence

from autograder.exports.entry import Class, Entry
from autograder.exports.escaping import clean
from autograder.exports.roster import TEXTS
from autograder.gradebook import inert, number
from autograder.result import Grade

LATE = ("submitted", "deadline", "days_late", "penalty", "final_score")


def table(rows: Iterable[Sequence[str]], fixed: Container[str] = ()) -> str:
    """The rows as CSV in which no cell is a formula, nor more than one line. What a format itself
    prescribes is ``fixed``: it is written as it is."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_cell(cell, fixed) for cell in row] for row in rows)
    return text.getvalue()


def _cell(cell: str, fixed: Container[str]) -> str:
    return cell if cell in fixed else inert(clean(cell))


def spreadsheet(of: Class) -> str:
    """grades.csv with what the roster knows, and lateness in columns of its own: the ``score``
    stays what it was, ``final_score`` is what is left of it."""
    known = [column for column in TEXTS if column in of.columns and column != "submission"]
    late = LATE if of.is_due else ()
    head = ["submission", *known, "status", "score", "max_score", *of.parts, *late]
    return table([head, *(_row(entry, known, of) for entry in of.entries)])


def _row(entry: Entry, known: Sequence[str], of: Class) -> list[str]:
    texts = [getattr(entry.student, column) if entry.student else "" for column in known]
    points = [entry.score, of.max_score, *scores(entry.grade, of.parts)]
    late = _late(entry) if of.is_due else []
    return [entry.submission, *texts, entry.status, *map(number, points), *late]


def scores(grade: Grade | None, parts: Iterable[str]) -> list[float | None]:
    """The points of each part; None where there is no verdict."""
    graded = grade.parts if grade is not None and grade.error is None else ()
    return list(map({part.name: part.score for part in graded}.get, parts))


def _late(entry: Entry) -> list[str]:
    late = entry.late
    if late is None:
        return [""] * len(LATE)
    submitted = late.submitted.isoformat() if late.submitted is not None else ""
    days = str(late.days) if late.days is not None else ""
    return [submitted, late.deadline.isoformat(), days, *paid(entry)]


def paid(entry: Entry) -> list[str]:
    """What lateness took, and what it left."""
    if entry.late is None or entry.score is None or entry.grade is None:
        return ["", ""]
    taken = entry.late.penalty(entry.score, entry.grade.max_score)
    return [number(taken), number(entry.final)]
