"""Graders that are ready before their submission comes, for ``check --watch``.

What does not depend on the submission is done while nobody waits: workers are leased, and warmed
by a loss of our own; the solution answers once what graders are going to ask. All checks of a watch
have the same inputs: what is different from one to the next is the file's doing. The parts are
shared out to a process for each core; each of them grades first the parts whose text was changed
since the last check, and then all the others again: a part may depend on any other code, so no
verdict is kept.
"""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Self

from autograder import assignment as assignments
from autograder import capacity, grading, linux, submission, summary
from autograder.assignment import Assignment
from autograder.classroom import Classroom
from autograder.errors import AutograderError, SubmissionError
from autograder.files import write_atomically
from autograder.gradebook import result_file
from autograder.grading import Grader
from autograder.handins import HandIn
from autograder.result import Grade
from autograder.sandbox import Worker
from autograder.session import run_graders
from autograder.spares import LOOK_SECONDS, Spares, Superseded
from autograder.submission import Submission
from autograder.watch import View, definitions

MAX_DESKS = 3
"""Most processes that grade: each, with its workers, holds a few hundred megabytes."""
SPARES = 2
"""Warm workers that a grader keeps: for the changed parts, and for the others."""


class StandbyGrader(Grader):
    """A ``Grader`` that gets ready for a submission which is yet to come.

    ``is_stale`` tells that nobody waits any more for what is being graded: it then raises
    Superseded.
    """

    def __init__(
        self, assignment: Assignment, address: str, seed: int, is_stale: Callable[[], bool]
    ) -> None:
        self._spares = Spares(address, assignment.limits)
        self._is_stale = is_stale
        super().__init__(assignment, address, seed)

    def prepare(self, parts: Sequence[str]) -> None:
        """Do ahead what can be done for these parts, until ``is_stale``."""
        with contextlib.suppress(AutograderError):  # the check itself will meet it, and tell
            for step in self._preparations(parts):
                if self._is_stale():
                    return
                step()

    def close(self) -> None:
        """As of a ``Grader``."""
        super().close()
        self._spares.close()

    def _preparations(self, parts: Sequence[str]) -> Iterator[Callable[[], object]]:
        for count in range(1, SPARES + 1):
            yield functools.partial(self._spares.fill, count)
        for part in parts:
            yield functools.partial(self._rehearse, part)

    def _rehearse(self, part: str) -> None:
        # the solution is asked as a submission is, and remembers what it answers
        only = frozenset([part])
        run_graders(self._assignment, self._reference, self._reference, self._seed, only)

    def _lease(self) -> Worker:
        return self._spares.lease(self._is_stale)


# --- in a process of its own ------------------------------------------------------------------


@dataclass(frozen=True)
class _Order:
    """A hand-in to grade as it is now; what is sent back bears the number."""

    number: int
    hand_in: HandIn


def _serve(
    connection: Connection,
    parent: int,
    course: Path,
    slug: str,
    address: str,
    seed: int,
    parts: list[str],
) -> None:
    """Answer each ``_Order`` with grades and then None; None asks to prepare for the next."""
    linux.die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the main process's to handle
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    desk = Desk(assignments.load(course, slug), address, seed, parts, connection.poll)
    with contextlib.suppress(EOFError, ConnectionError):  # whoever asks has gone
        while True:
            order: _Order | None = connection.recv()
            if order is None:
                desk.prepare()
                continue
            for grade in desk.grades(order.hand_in):
                connection.send((order.number, grade))
                if connection.poll():  # the next order: nobody waits for this one any more
                    break
            connection.send((order.number, None))


class Desk:
    """Grades some of the parts, again and again."""

    def __init__(
        self,
        assignment: Assignment,
        address: str,
        seed: int,
        parts: list[str],
        is_stale: Callable[[], bool],
    ) -> None:
        self._assignment = assignment
        self._parts = parts
        self._grader = StandbyGrader(assignment, address, seed, is_stale)
        self._before: Mapping[str, str] = {}

    def prepare(self) -> None:
        """As of a ``StandbyGrader``."""
        self._grader.prepare(self._parts)

    def close(self) -> None:
        """End all workers."""
        self._grader.close()

    def grades(self, hand_in: HandIn) -> Iterator[Grade]:
        """Verdicts on the changed parts, then on the others, then both with the mistakes that
        they show. Never raises for what a hand-in may be."""
        try:
            slug, given = self._assignment.slug, self._assignment.given
            found = submission.read(hand_in.path, hand_in.id, slug, given)
            runs = [self._grader.steps(found, only) for only in self._groups(found)]
            yield from map(next, runs)
            for run in runs:
                yield from run
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - told, and the watch goes on
            yield grading.unreadable(self._assignment, hand_in.id, _reason(error))

    def _groups(self, found: Submission) -> list[frozenset[str]]:
        """The parts whose text was changed since the last time, and the others."""
        before, after = self._before, definitions(found.cells)
        self._before = after
        names = {part.name: self._assignment.defined_as(part) for part in self._assignment.parts}
        changed = frozenset(p for p in self._parts if before.get(names[p]) != after.get(names[p]))
        return [group for group in (changed, frozenset(self._parts) - changed) if group]


def _reason(error: Exception) -> str:
    if isinstance(error, SubmissionError):
        return str(error)
    return f"not graded: {error if isinstance(error, AutograderError) else repr(error)[:200]}"


# --- in the main process ----------------------------------------------------------------------


@dataclass(frozen=True)
class _Process:
    """A process that grades some of the parts."""

    parts: list[str]
    process: BaseProcess
    connection: Connection


class StaffChecks:
    """A ``watch.Checker`` with the hidden graders. Use as a context, inside a classroom's."""

    kind = "all hidden checks"

    def __init__(
        self,
        classroom: Classroom,
        course: Path,
        assignment: Assignment,
        path: Path,
        seed: int,
        out: Path | None,
    ) -> None:
        """``seed`` makes all hidden inputs. ``out`` receives the latest result file."""
        self._classroom = classroom
        self._setup = (course, assignment.slug, classroom.address, seed)
        self._assignment = assignment
        self._hand_in = HandIn(path.stem, path)
        self._out = out
        self._desks: list[_Process] = []
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for desk in self._desks:
            desk.process.kill()
            desk.process.join()
            desk.connection.close()

    def start(self) -> None:
        """Start the processes. Raises SandboxError and IsolationError as ``Classroom`` does."""
        names = [part.name for part in self._assignment.parts]
        count = min(MAX_DESKS, capacity.cores(), len(names))
        self._desks = [self._open(names[k::count]) for k in range(count)]
        self._classroom.ready()
        self.rest()

    def _open(self, parts: list[str]) -> _Process:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        arguments = (theirs, os.getpid(), *self._setup, parts)
        process = context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return _Process(parts, process, ours)

    def rest(self) -> None:
        """As of a ``watch.Checker``."""
        for desk in self._desks:
            with contextlib.suppress(OSError):
                desk.connection.send(None)

    def check(self, is_stale: Callable[[], bool]) -> Iterator[View]:
        """As of a ``watch.Checker``."""
        grades: list[Grade] = []
        for grade in self._grades(is_stale):
            grades.append(grade)
            yield self._view(grades)
        if self._out is not None and grades and self._view(grades).is_complete:
            write_atomically(self._out, result_file(self._merged(grades)))

    def _grades(self, is_stale: Callable[[], bool]) -> Iterator[Grade]:
        """Of all desks, as they come; no more of them as soon as the file is another one."""
        self._number += 1
        busy = {desk.connection: desk for desk in self._desks}
        for desk in self._desks:
            with contextlib.suppress(OSError):  # told below, by the end of what it sends
                desk.connection.send(_Order(self._number, self._hand_in))
        while busy and not is_stale():
            for connection in wait(list(busy), LOOK_SECONDS):
                assert isinstance(connection, Connection)
                try:
                    number, grade = connection.recv()
                except (EOFError, OSError):
                    self._replace(busy[connection])
                    number, grade = self._number, None
                    reason = "the grader process died on this hand-in; look at the file by hand"
                    yield grading.unreadable(self._assignment, self._hand_in.id, reason)
                if number == self._number and grade is None:
                    del busy[connection]
                elif number == self._number:
                    yield grade

    def _replace(self, desk: _Process) -> None:
        desk.process.join()
        desk.connection.close()
        self._desks[self._desks.index(desk)] = self._open(desk.parts)

    def _view(self, grades: Sequence[Grade]) -> View:
        merged = self._merged(grades)
        is_complete = merged.error is not None or len(merged.parts) == len(self._assignment.parts)
        passed = {
            f"{part.name}.{check.name}": check.outcome == "passed"
            for part in merged.parts
            for check in part.checks
        }
        known = f"{len(merged.parts)} of {len(self._assignment.parts)} parts"
        headline = summary.headline(merged) if is_complete else known
        show = summary.report if is_complete else summary.parts
        return View(headline, show(merged, self._assignment), passed, is_complete)

    def _merged(self, grades: Sequence[Grade]) -> Grade:
        """One grade of those of some parts each; of a part's grades, the last."""
        parts = {part.name: part for grade in grades for part in grade.parts}
        errors = [grade.error for grade in grades if grade.error is not None]
        notes = dict.fromkeys(note for grade in grades for note in grade.repairs)
        staff = dict.fromkeys(note for grade in grades for note in grade.staff)
        return replace(
            grades[0],
            parts=tuple(parts[p.name] for p in self._assignment.parts if p.name in parts),
            repairs=tuple(notes),
            staff=tuple(staff),
            seconds=sum(grade.seconds for grade in grades),
            error=errors[0] if errors else None,
        )
