"""One round of grading a class: what the journal knows is taken from there, the rest is graded.

Whatever ends a round, the next one goes on from there: a grade is in the journal before anybody
sees it, and every file is written from what is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograder import submission
from autograder.assignment import Assignment
from autograder.errors import SubmissionError
from autograder.gradebook import Gradebook
from autograder.handins import HandIn
from autograder.journal import Journal
from autograder.result import CheckResult, Grade


@dataclass(frozen=True)
class Change:
    """A submission whose points, or whether it has any, differ from what they were."""

    old: Grade
    new: Grade


Approve = Callable[[Sequence[Change]], bool]
"""Whether these changes may be published."""


class Round:
    """``waiting`` are the hand-ins that have to be graded, ``grades`` (by id) those that stand;
    ``done`` hand-ins of the round have one."""

    def __init__(
        self,
        hand_ins: Sequence[HandIn],
        journal: Journal,
        gradebook: Gradebook,
        assignment: Assignment,
    ) -> None:
        gradebook.tidy()
        self._hand_ins = {hand_in.id: hand_in for hand_in in hand_ins}
        self._contents = {hand_in.id: _content(hand_in) for hand_in in hand_ins}
        self._journal = journal
        self._gradebook = gradebook
        self._assignment = assignment
        self.grades: dict[str, Grade] = {}
        self._known_checks: dict[object, Any] = {}
        self._begin()
        self.waiting = [each for each in hand_ins if not self._is_done(each.id)]
        self.known = self.done = len(hand_ins) - len(self.waiting)

    def _begin(self) -> None:
        """Before the journal is asked."""

    def _is_done(self, identity: str) -> bool:
        """Whether the journal has the grade, which is shown then."""
        grade = self._journal.recall(identity, self._contents[identity])
        if grade is not None:
            self._show(grade)
        return grade is not None

    def keep(self, grade: Grade) -> None:
        """Take a grade that was made; it is durable and its file written when this returns."""
        self._record(grade)
        self.done += 1

    def _record(self, grade: Grade) -> None:
        self._journal.record(self._graded_content(grade.submission), grade)
        self._show(grade)

    def _show(self, grade: Grade) -> None:
        self._gradebook.record(grade)
        self.grades[grade.submission] = self._lean(grade)

    def _lean(self, grade: Grade) -> Grade:
        """The grade for as long as the round lasts, which may be of many thousands: without what
        the program printed and its curves, and with each check that is like another's kept once."""
        parts = (replace(part, checks=self._once(part.checks), figures=()) for part in grade.parts)
        return replace(grade, output="", parts=tuple(parts))

    def _once(self, checks: tuple[CheckResult, ...]) -> tuple[CheckResult, ...]:
        known = self._known_checks.setdefault
        alike = tuple(known(check, check) for check in checks)
        found: tuple[CheckResult, ...] = known(alike, alike)
        return found

    def _graded_content(self, identity: str) -> str:
        """What was graded; unknown if the file has changed meanwhile: it may be either."""
        content = _content(self._hand_ins[identity])
        if content != self._contents[identity]:
            self._contents[identity] = ""
        return self._contents[identity]

    def finish(self, warn: Callable[[str], None], approve: Approve) -> None:
        """When all is graded: see to it that it may stay."""
        if self._journal.doubt_changed():
            warn("the assignment was changed while it was graded; run the command again")

    def write_table(self) -> None:
        """Write grades.csv with the grades that stand."""
        self._gradebook.write_table(self.grades.values(), self._assignment)


class Regrade(Round):
    """A round that grades everything. Until it is published, who had a grade keeps it."""

    def _begin(self) -> None:
        self._drafts: dict[str, Grade] = {}

    def _is_done(self, identity: str) -> bool:
        """Whether an earlier regrade, which was not published, has come as far as this."""
        standing = self._journal.standing(identity)
        if standing is None:
            return False
        self.grades[identity] = self._lean(standing)
        draft = self._journal.drafted(identity, self._contents[identity])
        if draft is not None:
            self._drafts[identity] = draft
        return draft is not None

    def _record(self, grade: Grade) -> None:
        identity = grade.submission
        if identity not in self.grades:  # it has no grade yet that could change
            super()._record(grade)
            return
        self._journal.draft(self._graded_content(identity), grade)
        self._drafts[identity] = grade

    def finish(self, warn: Callable[[str], None], approve: Approve) -> None:
        """Publish the new grades, or forget them: all or none."""
        if self._journal.doubt_changed():
            self._journal.drop_drafts()
            warn("the assignment was changed while it was graded: nothing is published; try again")
        elif approve(self._changes()):
            self._publish()
        else:
            self._journal.drop_drafts()

    def _changes(self) -> list[Change]:
        pairs = [Change(self.grades[each], self._drafts[each]) for each in sorted(self._drafts)]
        return [pair for pair in pairs if _points(pair.old) != _points(pair.new)]

    def _publish(self) -> None:
        self._journal.publish((each, self._contents[each]) for each in self._drafts)
        for grade in self._drafts.values():
            self._show(grade)


def _content(hand_in: HandIn) -> str:
    """The digest of a hand-in; empty for one that can't be read, which is never remembered."""
    try:
        return submission.digest(hand_in.path)
    except SubmissionError:
        return ""


def _points(grade: Grade) -> tuple[float | None, dict[str, float]]:
    return grade.score, {part.name: part.score for part in grade.parts if grade.error is None}
