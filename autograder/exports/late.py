"""How late a hand-in is, and what that costs: beside the points, never in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from autograder.assignment import Assignment, LatePolicy

Extension = datetime | timedelta
"""A deadline of one's own, with its time zone, or time beyond everybody's."""
_DAY = timedelta(days=1)
_FREE = LatePolicy(penalty_per_day=0)


@dataclass(frozen=True)
class Late:
    """``days`` begun after ``deadline`` and the grace; None if nobody knows when it was
    ``submitted``, which costs nothing. ``policy`` says what a day costs."""

    deadline: datetime
    submitted: datetime | None
    days: int | None
    policy: LatePolicy

    @property
    def counts(self) -> bool:
        """Whether it came before the last day was over."""
        last = self.policy.last_day
        return last is None or self.days is None or self.days <= last

    def penalty(self, score: float, max_score: float) -> float:
        """What is taken from ``score``, a number of points out of ``max_score``: no more than
        there is."""
        if not self.counts:
            return score
        return _points(min(self.policy.penalty_per_day * (self.days or 0) * max_score, score))

    def final(self, score: float, max_score: float) -> float:
        """What is left of ``score``."""
        return _points(score - self.penalty(score, max_score))

    def line(self, score: float, max_score: float) -> str:
        """All of it in a sentence for the student."""
        if self.days is None:
            return "When it was handed in is not known: nothing is taken off."
        if self.days == 0:
            return "Handed in on time."
        begun = f"{self.days} day{'s' if self.days != 1 else ''} late"
        if not self.counts:
            after = f"{self.policy.last_day} day{'s' if self.policy.last_day != 1 else ''}"
            return f"{begun}, and after {after} nothing counts: 0 instead of {score:.12g} points."
        lost, left = self.penalty(score, max_score), self.final(score, max_score)
        return f"{begun}: {score:.12g} - {lost:.12g} = {left:.12g} of {max_score:.12g} points."


def lateness(
    assignment: Assignment, submitted: datetime | None, extension: Extension | None = None
) -> Late | None:
    """How late what was ``submitted`` then is; None for an assignment that is never due.

    Times have their zones. A day is 24 hours, on those days too on which clocks are changed, and
    the first begins when the grace is over: at the deadline, and to the second at the end of the
    grace, nothing is late. What is told is told in the deadline's zone.
    """
    deadline = extension if isinstance(extension, datetime) else assignment.deadline
    if deadline is None:
        return None
    # in UTC: Python subtracts two times of one zone by the clock on the wall, changed or not
    zone, due = deadline.tzinfo, deadline.astimezone(UTC)
    if isinstance(extension, timedelta):
        due += extension
    policy = assignment.late or _FREE
    if submitted is None:
        return Late(due.astimezone(zone), None, None, policy)
    over = submitted.astimezone(UTC) - due - timedelta(minutes=policy.grace_minutes)
    days = max(0, -(-over // _DAY))
    return Late(due.astimezone(zone), submitted.astimezone(zone), days, policy)


def _points(points: float) -> float:
    """Without binary dust, to as many digits as a score has."""
    return round(points, 4)
