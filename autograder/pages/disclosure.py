"""Who may see what, and when: what a feedback page may show of a grade.

==================  =============================================================
a check's           is shown
visibility
==================  =============================================================
visible             always
after_due_date      once the deadline has passed; without a deadline, with --reveal
after_published     with --reveal, once the deadline (if there is one) has passed
hidden              never
==================  =============================================================

The quiz's key, and why each option is right or wrong, is shown when ``after_due_date`` would be, of
questions whose check is shown. Before a deadline nothing shows it, for whoever has it could still
hand in again. What was found out from all checks of a part (its hint, its curves) waits for the
last of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from autograder.assignment import Assignment
from autograder.result import CheckResult


@dataclass(frozen=True)
class Disclosure:
    """``key``: may the quiz's be shown; ``published``: are grades."""

    key: bool
    published: bool

    @classmethod
    def at(cls, now: datetime, assignment: Assignment, *, reveal: bool) -> Self:
        """What may be shown ``now`` (with its time zone); ``reveal`` is staff's explicit choice."""
        deadline = assignment.deadline
        is_due = reveal if deadline is None else now >= deadline
        return cls(key=is_due, published=reveal and is_due)

    def shows(self, check: CheckResult) -> bool:
        """Whether the check's result may be seen."""
        return {
            "visible": True,
            "after_due_date": self.key,
            "after_published": self.published,
        }.get(check.visibility, False)

    def shows_all(self, checks: Iterable[CheckResult]) -> bool:
        """Whether what follows from all of them may be seen."""
        return all(map(self.shows, checks))
