"""One ``grade`` command, from hand-ins to table: what is known is taken from the journal, the rest
is graded here or on a cluster, and everything is kept as it comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from autograder import progress, runs, summary
from autograder.assignment import Assignment
from autograder.classroom import Classroom
from autograder.errors import UsageError
from autograder.gradebook import Gradebook
from autograder.handins import HandIn
from autograder.isolation import Isolation, Level
from autograder.journal import Journal
from autograder.reporting import Pages
from autograder.result import Grade
from autograder.round import Change, Round

if TYPE_CHECKING:  # a package of its own brings it
    from autograder.cluster import Cluster


@dataclass(frozen=True)
class Marking:
    """How a class is graded into the folder ``out``.

    ``warn`` gets lines for staff. ``kind`` is ``Round`` or ``Regrade``, ``unasked`` publishes what
    it changed without asking. ``dask`` is the address of a scheduler, None for this machine; ``log``
    receives the events of ``progress``.
    """

    course: Path
    assignment: Assignment
    out: Path
    jobs: int
    seed: int
    isolation: Level
    warn: Callable[[str], None]
    kind: type[Round] = Round
    unasked: bool = False
    dask: str | None = None
    log: Path | None = None

    def run(self, hand_ins: Sequence[HandIn]) -> bool:
        """Grade, keep and show; whether nothing needs staff. Raises AutograderError for what ends
        the whole run, and typer.Exit(130) when interrupted."""
        gradebook = Gradebook(self.out)
        gradebook.prepare()
        with Journal(self.out, self.assignment) as journal, self._events() as events:
            marking = self.kind(hand_ins, journal, gradebook, self.assignment)
            try:
                self._grade(marking, (len(hand_ins), marking.known, events))
                marking.finish(self.warn, self._approved)
            except (KeyboardInterrupt, typer.Abort):
                done = f"{marking.done} of {len(hand_ins)} are graded and kept in {self.out}"
                typer.echo(f"autograder: interrupted; {done}", err=True)
                raise typer.Exit(130) from None
            finally:
                if marking.grades:
                    marking.write_table()
            grades = list(marking.grades.values())
            pages = Pages(self.out, self.assignment, self.jobs, self.warn)
            is_reported = bool(grades) and self._is_written(pages, grades)
        target = summary.console()
        summary.show(target, summary.class_table(grades, self.assignment), "")
        if target.is_terminal:  # a drawing is noise in a file
            summary.show(target, summary.histogram(grades, self.assignment), "")
        summary.show(target, summary.overview(grades, self.assignment), "")
        summary.show(target, *self._told(marking, gradebook, pages if is_reported else None))
        return all(result.status != "error" for result in grades)

    def _is_written(self, pages: Pages, grades: Sequence[Grade]) -> bool:
        try:
            return pages.write(grades, datetime.now(UTC))
        except KeyboardInterrupt:
            kept = f"all {len(grades)} are graded and kept in {self.out}"
            told = f"interrupted; {kept}; the same command writes the pages that lack"
            typer.echo(f"autograder: {told}", err=True)
            raise typer.Exit(130) from None

    def _told(self, marking: Round, gradebook: Gradebook, pages: Pages | None) -> list[str]:
        """Where everything is; the report last, where the eye ends."""
        total, results = len(marking.grades), self.out / "results"
        known = f"{marking.known} of {total} were graded before and have not changed"
        told = [known] if marking.known else []
        told.append(f"Written: {gradebook.table} and {total} results in {results}")
        if pages is not None:
            told.append(pages.told)
        return told

    def _grade(self, marking: Round, counts: tuple[int, int, progress.Log | None]) -> None:
        if not marking.waiting:
            list(progress.followed(iter(()), *counts))  # whoever reads the log is told that, too
            return
        begun, walls = datetime.now(UTC), None
        try:
            with (
                self._room() as room,
                closing(progress.followed(room.grade(marking.waiting), *counts)) as graded,
            ):
                for result in graded:
                    marking.keep(result)
                    walls = room.walls
        finally:
            if marking.done > marking.known:
                self._remember(begun, (counts[0], marking.done - marking.known), walls)

    def _remember(self, begun: datetime, counts: tuple[int, int], walls: Isolation | None) -> None:
        jobs = self.jobs if self.dask is None else None
        run = runs.Run.now(begun, counts, jobs, self.seed, self.isolation, walls)
        try:
            runs.remember(self.out, run)
        except UsageError as error:  # grades are what counts
            self.warn(str(error))

    def _room(self) -> Classroom | Cluster:
        if self.dask is None:
            return Classroom(
                self.course, self.assignment, self.seed, self.jobs, self.isolation, self.warn
            )
        try:
            from autograder.cluster import Cluster
        except ModuleNotFoundError as error:
            raise UsageError(
                f"--dask needs {error.name}; in your clone of this project: "
                "pip install '.[cluster]'"
            ) from None
        return Cluster(self.dask, self.assignment, self.seed, self.isolation, self.warn)

    def _events(self) -> AbstractContextManager[progress.Log | None]:
        return nullcontext() if self.log is None else progress.Log(self.log, self.warn)

    def _approved(self, changes: Sequence[Change]) -> bool:
        summary.show(summary.console(), summary.changes(changes))
        grades = "grade" if len(changes) == 1 else "grades"
        question = f"publish {len(changes)} changed {grades}?"
        return not changes or self.unasked or typer.confirm(question)
