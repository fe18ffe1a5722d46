"""Many submissions: one zygote, some grader processes, every result recorded as it comes.

A grader process runs pytest, which is one at a time; so ``jobs`` processes share the zygote.
One that dies (a hand-in found a way to crash a parser, say) costs the others nothing: what had
been begun is graded again, one by one, and the one that does it twice is for staff.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from autograder import assignment as assignments
from autograder import capacity, grading, jail, linux, submission
from autograder.disk import OnDisk
from autograder.errors import AutograderError, IsolationError, SubmissionError
from autograder.grading import Grader
from autograder.handins import HandIn
from autograder.isolation import Isolation, Level
from autograder.parcel import Parcel
from autograder.result import Grade, Unreadable
from autograder.sandbox import Sandbox
from autograder.submission import Submission


@dataclass(frozen=True)
class Prepared:
    """A submission of the course's own that no file holds. ``only`` are the parts to grade."""

    submission: Submission
    only: frozenset[str]

    @property
    def id(self) -> str:
        return self.submission.id

    def graded_by(self, grader: Grader) -> Grade:
        """As a hand-in of a class is."""
        return grader.grade(self.submission, self.only)


class Mutated(Prepared):
    """One of which only the verdict counts."""

    def graded_by(self, grader: Grader) -> Grade:
        """Without looking for the mistake that it shows."""
        return grader.judge(self.submission, self.only)


Work = HandIn | Parcel | Prepared
"""What can be graded."""

_grader: Grader | None = None
"""The grader of this process, made by ``_prepare`` in each process of the pool."""
_assignment: assignments.Assignment | None = None
_gate: Path | None = None
"""Where hand-ins are held back while memory is short: one for all who share a zygote."""

SPARE_ZYGOTES = 5
"""Of a run. Where more die, something is wrong that staff must look at."""


@dataclass(frozen=True)
class Bench:
    """Where a machine's grader processes come from: each grades one work at a time, and leases
    workers from the zygote at ``address``."""

    course: Path
    assignment: assignments.Assignment
    address: str
    seed: int

    def pool(self, size: int) -> ProcessPoolExecutor:
        """That many processes, started as they are needed."""
        return ProcessPoolExecutor(
            max_workers=size,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_prepare,
            initargs=(os.getpid(), self.course, self.assignment.slug, self.address, self.seed),
        )

    @staticmethod
    def submit(pool: ProcessPoolExecutor, work: Work) -> Future[Grade]:
        """The grade of ``work``, made by one of ``pool``; fails with BrokenProcessPool only."""
        return pool.submit(_grade, work)

    def alone(self, work: Work) -> Grade:
        """The grade of a work whose grader process has died, of this work or of another's."""
        with self.pool(1) as pool:
            try:
                return self.submit(pool, work).result()
            except BrokenProcessPool:
                reason = "the grader process died on this hand-in, twice; look at the file by hand"
                return grading.ungraded(self.assignment, work.id, reason)


def check_walls(
    found: Isolation,
    required: Level,
    assignment: assignments.Assignment,
    warn: Callable[[str], None],
) -> None:
    """Raises IsolationError if this machine locks student code in less well than ``required``, or
    where it can read the course; ``warn`` gets a line if that is so, and accepted."""
    found.insist(required)
    if found.exposure:
        warn(found.exposure)
    if folder := jail.shows(assignment.private):
        raise IsolationError(
            f"{assignment.private} lies in {folder}, which student code can read because "
            "Python or the system is there; move the course to another folder"
        )


class Classroom:
    """Grades hand-ins of one assignment. Use as a context; ``grade`` may be called again."""

    def __init__(
        self,
        course: Path,
        assignment: assignments.Assignment,
        seed: int,
        jobs: int,
        isolation: Level,
        warn: Callable[[str], None],
    ) -> None:
        """``isolation`` is what ``grade`` insists on; ``warn`` gets a line for staff if student
        code can't be locked in on this machine and that is accepted."""
        self._course = course
        self._assignment = assignment
        self._seed = seed
        self._isolation = isolation
        self._warn = warn
        self._sandbox = Sandbox()
        self._jobs = jobs
        self._zygotes_left = SPARE_ZYGOTES
        self.walls: Isolation | None = None
        """What keeps student code in, once ``ready`` has looked."""

    def __enter__(self) -> Self:
        return self

    @property
    def address(self) -> str:
        """Where workers of this class's zygote are leased."""
        return self._sandbox.address

    def __exit__(self, *_: object) -> None:
        self._sandbox.close()

    def grade(self, hand_ins: Sequence[Work]) -> Iterator[Grade]:
        """The grades, in the order in which they are ready.

        Raises SandboxError at once if TensorFlow can't be loaded, IsolationError if student
        code can't be locked in as is insisted on.
        """
        waiting = list(hand_ins)
        while waiting:
            self._replace_lost_zygote()
            self.ready()
            jobs = self._fitting(min(self._jobs, len(waiting)))
            with self._bench.pool(jobs) as pool:
                for hand_in, grade in self._results(pool, waiting, 2 * jobs):
                    waiting.remove(hand_in)
                    yield grade
            # left over only if a grader process or the zygote died: of one of those that were begun
            suspects, waiting = waiting[: 2 * jobs], waiting[2 * jobs :]
            yield from map(self._alone, suspects)

    def ready(self) -> None:
        """Wait until workers can be had. Raises SandboxError and IsolationError."""
        self._sandbox.wait()
        self.walls = self._sandbox.isolation()
        check_walls(self.walls, self._isolation, self._assignment, self._warn)

    @property
    def _bench(self) -> Bench:
        return Bench(self._course, self._assignment, self._sandbox.address, self._seed)

    def _fitting(self, jobs: int) -> int:
        """As many of the jobs as there is memory for."""
        free, worst = capacity.free_mb(), self._assignment.limits.memory_mb
        found = capacity.fitting(jobs, free, worst)
        if found < jobs:
            self._warn(
                f"{found} of {jobs} jobs are started: {free:.0f} MB of memory are free; each needs "
                f"{capacity.JOB_MB} MB, and one hand-in may take {worst} MB (memory_mb)"
            )
        return found

    def _replace_lost_zygote(self) -> None:
        if self._sandbox.is_lost and self._zygotes_left:
            self._zygotes_left -= 1
            self._warn("the zygote died; what was being graded is graded again, with another one")
            lost, self._sandbox = self._sandbox, Sandbox()
            lost.close()
            self._sandbox.wait()

    def _is_orphan(self, grade: Grade) -> bool:
        """Whether the hand-in was not graded because the zygote died, and another may be had."""
        is_certain = grade.error is None or isinstance(grade, Unreadable)
        return not is_certain and self._sandbox.is_lost and self._zygotes_left > 0

    def _alone(self, hand_in: Work) -> Grade:
        self._replace_lost_zygote()
        grade = self._bench.alone(hand_in)
        if not self._is_orphan(grade):
            return grade
        reason = "the zygote died while it was graded, twice; is memory short?"
        return grading.ungraded(self._assignment, hand_in.id, reason)

    def _results(
        self, pool: ProcessPoolExecutor, hand_ins: Sequence[Work], ahead: int
    ) -> Iterator[tuple[Work, Grade]]:
        """Of those that were graded; it ends early when a grader process or the zygote dies."""
        futures: dict[Future[Grade], Work] = {}
        pending = list(reversed(hand_ins))
        try:
            while pending or futures:
                while pending and len(futures) < ahead:
                    hand_in = pending.pop()
                    futures[self._bench.submit(pool, hand_in)] = hand_in
                done, _ = wait(futures, return_when=FIRST_COMPLETED)
                for future in done:
                    hand_in, grade = futures.pop(future), future.result()
                    if self._is_orphan(grade):
                        return
                    yield hand_in, grade
        except BrokenProcessPool:
            return
        finally:
            pool.shutdown(cancel_futures=True)


def _prepare(parent: int, course: Path, slug: str, address: str, seed: int) -> None:
    global _grader, _assignment, _gate
    linux.die_with_parent(parent)  # the pool waits for ever otherwise
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the main process's to handle
    _assignment = assignments.load(course, slug)
    _grader = Grader(_assignment, address, seed)
    _gate = Path(address).with_name("gate")


def _grade(hand_in: Work) -> Grade:
    """In a process of the pool: never raises for what a hand-in may be."""
    assert _assignment is not None
    assert _gate is not None
    try:
        with capacity.held_back(_gate, _assignment.limits.memory_mb):
            return _graded(hand_in, _assignment)
    except SubmissionError as error:
        return grading.unreadable(_assignment, hand_in.id, str(error))
    except AutograderError as error:
        return grading.ungraded(_assignment, hand_in.id, f"not graded: {error}")
    except Exception as error:  # noqa: BLE001 - a bug of ours: staff, not a zero
        return grading.ungraded(_assignment, hand_in.id, f"the grader failed: {error!r:.200}")


def _graded(hand_in: Work, assignment: assignments.Assignment) -> Grade:
    assert _grader is not None
    if isinstance(hand_in, Prepared):
        return hand_in.graded_by(_grader)
    files = hand_in if isinstance(hand_in, Parcel) else OnDisk(hand_in.path)
    return _grader.grade(submission.read_from(files, hand_in.id, assignment.slug, assignment.given))
