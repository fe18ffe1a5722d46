"""What a gradebook has a line for: a student, a hand-in, or both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.assignment import Assignment
from autograder.errors import UsageError
from autograder.exports.late import Late, lateness
from autograder.exports.roster import Roster, Student
from autograder.result import Grade

MISSING = "missing"
"""The status of a student who has handed nothing in; the others are those of a ``Grade``."""


@dataclass(frozen=True)
class Entry:
    """``grade`` is None where nothing was handed in, ``student`` for a hand-in that the roster
    does not know, ``late`` where nothing is ever late."""

    grade: Grade | None
    student: Student | None = None
    late: Late | None = None

    @property
    def submission(self) -> str:
        if self.grade is not None:
            return self.grade.submission
        return self.student.submission if self.student is not None else ""

    @property
    def status(self) -> str:
        return self.grade.status if self.grade is not None else MISSING

    @property
    def score(self) -> float | None:
        """The raw points; None without a verdict, which is not zero."""
        return self.grade.score if self.grade is not None else None

    @property
    def final(self) -> float | None:
        """The points that are left when lateness is paid for."""
        if self.grade is None or self.score is None or self.late is None:
            return self.score
        return self.late.final(self.score, self.grade.max_score)

    @property
    def lateness(self) -> str:
        """What the student is told of it; empty if there is nothing to say."""
        if self.grade is None or self.score is None or self.late is None:
            return ""
        return self.late.line(self.score, self.grade.max_score)


@dataclass(frozen=True)
class Class:
    """The entries of one assignment, hand-ins by name and then who is missing, and what they have
    in common: its ``title``, the names of its ``parts``, the ``columns`` of the roster."""

    title: str
    entries: tuple[Entry, ...]
    columns: tuple[str, ...] = ()

    @property
    def grades(self) -> list[Grade]:
        return [each.grade for each in self.entries if each.grade is not None]

    @property
    def assignment(self) -> str:
        return self.grades[0].assignment

    @property
    def parts(self) -> list[str]:
        return list(dict.fromkeys(part.name for grade in self.grades for part in grade.parts))

    @property
    def max_score(self) -> float:
        return self.grades[0].max_score

    @property
    def is_due(self) -> bool:
        """Whether anything can be late."""
        return any(each.late is not None for each in self.entries)


def assembled(
    grades: Sequence[Grade], roster: Roster, assignment: Assignment | None, *, is_raw: bool
) -> Class:
    """The class of these grades. ``is_raw``: whoever reads them reckons with lateness himself.

    Raises UsageError for grades that can't stand in one table.
    """
    for what, found in (
        ("assignment", {grade.assignment for grade in grades}),
        ("maximum", {f"{grade.max_score:.12g}" for grade in grades}),
    ):
        if len(found) > 1:
            told = f"expected results with one {what}, found {', '.join(sorted(found))}"
            raise UsageError(f"{told}; grade them again, or name only some")
    entries = (*_handed_in(grades, roster), *_missing(grades, roster))
    if assignment is not None and not is_raw:
        entries = tuple(_timed(entry, assignment) for entry in entries)
    title = assignment.title if assignment is not None else grades[0].assignment
    return Class(title, entries, roster.columns)


def _handed_in(grades: Iterable[Grade], roster: Roster) -> Iterator[Entry]:
    for grade in grades:
        yield Entry(grade, roster.by_submission.get(grade.submission))


def _missing(grades: Iterable[Grade], roster: Roster) -> Iterator[Entry]:
    handed_in = {grade.submission for grade in grades}
    for student in roster.students:
        if student.submission not in handed_in:
            yield Entry(None, student)


def _timed(entry: Entry, assignment: Assignment) -> Entry:
    if entry.grade is None:
        return entry
    student = entry.student or Student()
    late = lateness(assignment, student.submitted, student.extension)
    return Entry(entry.grade, entry.student, late)
