"""The pages of a graded class, in OUT: ``report.html`` for staff, a feedback page a student."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from autograder import runs
from autograder.assignment import Assignment
from autograder.errors import AutograderError
from autograder.files import write_atomically
from autograder.result import Grade

REPORT = "report.html"
FEEDBACK = "feedback"


@dataclass(frozen=True)
class Pages:
    """Those of the class that was graded into ``out``. ``warn`` gets a line for each page that
    can't be made; ``jobs`` processes make them."""

    out: Path
    assignment: Assignment
    jobs: int
    warn: Callable[[str], None]

    @property
    def report(self) -> Path:
        return self.out / REPORT

    @property
    def told(self) -> str:
        """Where the report is, and how to open it."""
        return f"Report: {self.report}, in a browser {self.report.absolute().as_uri()}"

    def write(self, grades: Sequence[Grade], now: datetime, *, reveal: bool = False) -> bool:
        """Write all of them; ``reveal`` is as in ``Disclosure.at``. Whether there is a report:
        grades are durable by now, and nothing that goes wrong here hides them."""
        from autograder.pages import writing  # with what makes pages: not every command needs it

        results = [self.out / "results" / f"{grade.submission}.json" for grade in grades]
        folder = self.out / FEEDBACK
        try:
            writing.write_feedback(
                results, self.assignment, folder, now, self.jobs, self.warn, reveal=reveal
            )
            self._write_report(grades, now)
        except AutograderError as error:
            self.warn(f"no {REPORT}: {error}")
        except Exception as error:  # noqa: BLE001 - a bug of ours: a line, and the grades stay
            self.warn(f"no {REPORT}: {error!r:.200}")
        else:
            return True
        return False

    def _write_report(self, grades: Sequence[Grade], now: datetime) -> None:
        from autograder.pages import report

        known = runs.remembered(self.out)
        write_atomically(self.report, report.page(grades, self.assignment, known, now))


def lean(grade: Grade) -> Grade:
    """The grade without what only its own page shows: a report is of many thousands."""
    parts = tuple(replace(part, figures=()) for part in grade.parts)
    return replace(grade, output="", parts=parts)
