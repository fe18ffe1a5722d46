"""A student's feedback page: what was earned, what was lost, and what to think over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.assignment import Assignment
from autograder.pages.disclosure import Disclosure
from autograder.pages.page import render
from autograder.result import CheckResult, Grade, PartResult


@dataclass(frozen=True)
class ShownPart:
    """What a page shows of a part: its checks that may be seen, and what is kept back."""

    name: str
    title: str
    checks: Sequence[CheckResult]
    kept_back: float
    """Points of the checks that are not shown."""

    @property
    def score(self) -> float:
        return sum(check.score for check in self.checks)

    @property
    def max_score(self) -> float:
        return sum(check.max_score for check in self.checks)


def page(grade: Grade, assignment: Assignment, disclosure: Disclosure, made_from: str = "") -> str:
    """The page, as HTML that needs no other file. ``made_from`` is kept in its head."""
    titles = {part.name: part.title for part in assignment.parts}
    parts = [_shown(part, titles.get(part.name, part.name), disclosure) for part in grade.parts]
    return render(
        "feedback.html",
        made_from=made_from,
        assignment=assignment,
        grade=grade,
        parts=parts,
        score=sum(part.score for part in parts),
        max_score=sum(part.max_score for part in parts),
        kept_back=sum(part.kept_back for part in parts),
    )


def _shown(part: PartResult, title: str, disclosure: Disclosure) -> ShownPart:
    checks = [check for check in part.checks if disclosure.shows(check)]
    kept_back = part.max_score - sum(check.max_score for check in checks)
    return ShownPart(part.name, title, checks, kept_back)
