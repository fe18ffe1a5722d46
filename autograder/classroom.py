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
from autograder import grading, jail, linux, submission
from autograder.errors import AutograderError, IsolationError, SubmissionError
from autograder.grading import Grader
from autograder.handins import HandIn
from autograder.isolation import Level
from autograder.result import Grade
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


Work = HandIn | Prepared
"""What can be graded."""

_grader: Grader | None = None
"""The grader of this process, made by ``_prepare`` in each process of the pool."""
_assignment: assignments.Assignment | None = None


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
        self._assignment = assignment
        self._isolation = isolation
        self._warn = warn
        self._sandbox = Sandbox()
        self._jobs = jobs
        self._setup = (course, assignment.slug, self._sandbox.address, seed)

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
            with self._pool(min(self._jobs, len(waiting))) as pool:
                self.ready()
                for hand_in, grade in self._results(pool, waiting):
                    waiting.remove(hand_in)
                    yield grade
            # left over only if a grader process died: of one of those that were begun
            suspects, waiting = waiting[: 2 * self._jobs], waiting[2 * self._jobs :]
            yield from map(self._alone, suspects)

    def ready(self) -> None:
        """Wait until workers can be had. Raises SandboxError and IsolationError."""
        self._sandbox.wait()
        found = self._sandbox.isolation()
        found.insist(self._isolation)
        if found.exposure:
            self._warn(found.exposure)
        if folder := jail.shows(self._assignment.private):
            raise IsolationError(
                f"{self._assignment.private} lies in {folder}, which student code can read because "
                "Python or the system is there; move the course to another folder"
            )

    def _pool(self, size: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            max_workers=size,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_prepare,
            initargs=(os.getpid(), *self._setup),
        )

    def _results(
        self, pool: ProcessPoolExecutor, hand_ins: Sequence[Work]
    ) -> Iterator[tuple[Work, Grade]]:
        futures: dict[Future[Grade], Work] = {}
        pending = list(reversed(hand_ins))
        try:
            while pending or futures:
                while pending and len(futures) < 2 * self._jobs:
                    hand_in = pending.pop()
                    futures[pool.submit(_grade, hand_in)] = hand_in
                done, _ = wait(futures, return_when=FIRST_COMPLETED)
                for future in done:
                    yield futures[future], future.result()
                    del futures[future]
        except BrokenProcessPool:
            return
        finally:
            pool.shutdown(cancel_futures=True)

    def _alone(self, hand_in: Work) -> Grade:
        with self._pool(1) as pool:
            for _, grade in self._results(pool, [hand_in]):
                return grade
        reason = "the grader process died on this hand-in, twice; look at the file by hand"
        return grading.ungraded(self._assignment, hand_in.id, reason)


def _prepare(parent: int, course: Path, slug: str, address: str, seed: int) -> None:
    global _grader, _assignment
    linux.die_with_parent(parent)  # the pool waits for ever otherwise
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the main process's to handle
    _assignment = assignments.load(course, slug)
    _grader = Grader(_assignment, address, seed)


def _grade(hand_in: Work) -> Grade:
    """In a process of the pool: never raises for what a hand-in may be."""
    assert _grader is not None
    assert _assignment is not None
    try:
        if isinstance(hand_in, Prepared):
            return hand_in.graded_by(_grader)
        given = _assignment.given
        found = submission.read(hand_in.path, hand_in.id, _assignment.slug, given)
        return _grader.grade(found)
    except SubmissionError as error:
        return grading.unreadable(_assignment, hand_in.id, str(error))
    except AutograderError as error:
        return grading.ungraded(_assignment, hand_in.id, f"not graded: {error}")
    except Exception as error:  # noqa: BLE001 - a bug of ours: staff, not a zero
        return grading.ungraded(_assignment, hand_in.id, f"the grader failed: {error!r:.200}")
