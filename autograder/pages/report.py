"""The class report, for staff: how the class did, what it misunderstood, what to look at."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from markupsafe import Markup

from autograder.assignment import Assignment
from autograder.pages import items, overview, similar
from autograder.pages.items import Item
from autograder.pages.overview import Misunderstanding
from autograder.pages.page import FOLDER, render
from autograder.quiz import Question
from autograder.result import Grade
from autograder.runs import Run

FEEDBACK = "feedback"
"""The folder beside the report with a page a submission."""


@dataclass(frozen=True)
class Student:
    """A row of the table of submissions. ``parts`` are the points by part, ``shows`` what was
    misunderstood."""

    submission: str
    score: float | None
    parts: Mapping[str, float]
    shows: Sequence[str]
    similar: bool
    staff: Sequence[str]


def page(
    grades: Iterable[Grade], assignment: Assignment, runs: Sequence[Run], now: datetime
) -> str:
    """The page, as HTML that needs no other file but links to the feedback pages.

    ``runs`` are those that graded the class, if that is known; ``now`` has a time zone. Raises
    AssignmentError.
    """
    class_ = sorted(grades, key=lambda grade: grade.submission.casefold())
    found = overview.scores(class_)
    known, other = overview.misunderstandings(class_, assignment)
    groups = similar.found(class_, assignment)
    concerns = overview.concerns(class_)
    every = items.analysed(class_, assignment)
    script = (FOLDER / "tables.js").read_text(encoding="utf-8")
    return render(
        "report.html",
        made_from="",
        assignment=assignment,
        students=_students(class_, [*known, *other], groups),
        spread=overview.Spread.of(found),
        bins=overview.histogram(found, assignment.points),
        parts=overview.by_part(class_, assignment),
        known=known,
        other=other,
        groups=groups,
        concerns=concerns,
        code=[item for item in every if item.part != "quiz"],
        questions=_questions(every, assignment),
        chance=items.noise(len(found)),
        runs=runs,
        made=now.astimezone(UTC),
        link=_link,
        script=Markup(script),
        report_style=Markup((FOLDER / "report.css").read_text(encoding="utf-8")),
        allowed=_allowed(script),
    )


def _students(
    grades: Iterable[Grade], found: Iterable[Misunderstanding], groups: Iterable[similar.Alike]
) -> list[Student]:
    shows: dict[str, list[str]] = {}
    for each in found:
        for who in each.who:
            shows.setdefault(who, []).append(each.title or each.hint)
    alike = {member for group in groups for member in group.members}
    return [
        Student(
            grade.submission,
            grade.score,
            {part.name: part.score for part in grade.parts if grade.error is None},
            shows.get(grade.submission, []),
            grade.submission in alike,
            [concern.reason for concern in overview.concerns([grade])],
        )
        for grade in grades
    ]


def _questions(every: Iterable[Item], assignment: Assignment) -> list[tuple[Item, Question]]:
    """The items of the quiz with their questions."""
    asked = {each.id: each for each in assignment.quiz.questions} if assignment.quiz else {}
    return [(item, asked[item.check]) for item in every if item.part == "quiz"]


def _link(submission: str) -> str:
    """The address of a feedback page. A name may hold whatever a file's name may."""
    name = f"{submission}.html".encode(errors="surrogateescape")
    return f"{FEEDBACK}/{quote(name, safe='')}"


def _allowed(script: str) -> str:
    """The script's digest, as a Content-Security-Policy names it: no other one runs."""
    # the template puts a line's end before and behind it
    digest = hashlib.sha256(f"\n{script}\n".encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
