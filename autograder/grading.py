"""One submission to one grade: hidden graders, and for what failed the mistake that it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import cached_property
from time import monotonic

from autograder import master, repair
from autograder import submission as reading
from autograder.assignment import Assignment
from autograder.diagnosis import Diagnosis
from autograder.disk import printable
from autograder.drawing import Drawing
from autograder.errors import SandboxError
from autograder.evidence import ATTEMPTS, Evidence
from autograder.excerpt import excerpt
from autograder.handle import Handle
from autograder.mistake import mistakes, variants
from autograder.probes import Probes
from autograder.reference import Reference
from autograder.result import CheckResult, Grade, PartResult, Unreadable
from autograder.sandbox import ALL_CORES, Worker, lease
from autograder.session import Key, run_graders
from autograder.submission import Submission


class Grader:
    """Grades submissions of one assignment, one after the other. ``seed`` makes the inputs."""

    def __init__(self, assignment: Assignment, address: str, seed: int) -> None:
        self._assignment = assignment
        self._address = address
        self._seed = seed
        self._stub = reading.read_own(assignment.stub, "stub")
        solution = _solution(assignment)
        self._probes = Probes.read(assignment.probes)
        self._reference = Reference(
            solution, self._stub, self._lease_free, assignment.budget, self._probes
        )
        self._drawing = Drawing(assignment, self._reference)
        self._evidence = Evidence(
            assignment, solution, self._stub, self._reference, self._lease, self._lease_free
        )

    def _lease(self) -> Worker:
        return lease(self._address, self._assignment.limits)

    def _lease_free(self) -> Worker:
        """For the solution: idle most of the time, it must not take a core from a submission."""
        return lease(self._address, replace(self._assignment.limits, cores=ALL_CORES))

    def grade(self, submission: Submission, only: frozenset[str] | None = None) -> Grade:
        """The grade of ``submission``, with the mistakes that its failed parts show.

        A check that could not be made makes it an ``error``. ``only`` are the parts to grade,
        None is all; the others are absent from the grade.
        """
        *_, last = self.steps(submission, only)
        return last

    def steps(self, submission: Submission, only: frozenset[str] | None = None) -> Iterator[Grade]:
        """The grade as soon as the points are known, and again if mistakes may be shown."""
        found, handle = self._judged(submission, only)
        with closing(handle):
            yield found
            if found.error is not None or not handle.is_steady:
                return
            start = monotonic()
            parts, notes = self._drawing.added(found.parts, handle)
            parts, more = self._diagnosed(handle, parts)
            seconds = found.seconds + monotonic() - start
        yield replace(found, parts=parts, staff=(*notes, *more), seconds=seconds)

    def judge(self, submission: Submission, only: frozenset[str] | None = None) -> Grade:
        """As ``grade``, without looking for mistakes: the points are the same."""
        found, handle = self._judged(submission, only)
        handle.close()
        return found

    def _judged(self, submission: Submission, only: frozenset[str] | None) -> tuple[Grade, Handle]:
        """The grade, and the handle that it was found with, to be closed."""
        start = monotonic()
        submission = self._restored(submission)
        for _ in range(ATTEMPTS):
            handle, results = self._checked(submission, only)
            if not handle.was_killed:
                break
            handle.close()
        parts = tuple(
            PartResult(
                part.name,
                tuple(results[part.name, check] for check in part.checks),
                line=submission.lines.get(self._assignment.defined_as(part)),
                source=excerpt(submission.cells, self._assignment.defined_as(part)),
            )
            for part in self._assignment.parts
            if only is None or part.name in only
        )
        broken = [c.message for part in parts for c in part.checks if c.outcome == "error"]
        if handle.was_killed and not handle.may_kill_itself:
            broken = ["its process was killed from outside, again and again; is memory short?"]
        grade = Grade(
            assignment=self._assignment.slug,
            submission=submission.id,
            sha256=submission.sha256,
            max_score=self._assignment.points,
            parts=parts,
            # what students wrote stands in them, and whatever a worker claims
            repairs=tuple(map(printable, (*submission.repairs, *handle.loading.notes))),
            output=handle.loading.output,
            seconds=monotonic() - start,
            error=broken[0] if broken else None,
            file=submission.file,
        )
        return grade, handle

    def _checked(
        self, submission: Submission, only: frozenset[str] | None
    ) -> tuple[Handle, Mapping[Key, CheckResult]]:
        budget = self._assignment.budget
        handle = Handle(submission, self._stub, self._lease, budget, self._probes)
        with ExitStack() as on_trouble:
            on_trouble.callback(handle.close)
            results = run_graders(self._assignment, handle, self._reference, self._seed, only)
            on_trouble.pop_all()
        return handle, results

    def _restored(self, submission: Submission) -> Submission:
        """The hand-in without the damage that shows when it is held against the stub."""
        cells, notes = repair.restored(submission.cells, submission.prose, self._stub.cells)
        return replace(submission, cells=cells, repairs=(*submission.repairs, *notes))

    def _diagnosed(
        self, handle: Handle, parts: tuple[PartResult, ...]
    ) -> tuple[tuple[PartResult, ...], list[str]]:
        """The parts with the planted mistakes that they show. Trouble on the way is a note for
        staff, never a lost grade; only without workers there is nothing to grade with."""
        failed = [part.name for part in parts if any(c.outcome == "failed" for c in part.checks)]
        try:
            wanted = self._diagnosis.parts.intersection(failed)
            seen = self._evidence.of(handle, wanted) if wanted else {}
            return tuple(
                replace(part, mistake=self._diagnosis.of(part, seen[part.name]))
                if part.name in seen
                else part
                for part in parts
            ), []
        except SandboxError:  # the next run has a better chance, and this one is not to be kept
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the points are right
            return parts, [f"no diagnosis: {error!r:.200}"]

    @cached_property
    def _diagnosis(self) -> Diagnosis:
        text = master.solution(self._assignment.master.read_text(encoding="utf-8"))
        planted, right = mistakes(self._assignment), variants(self._assignment)
        return Diagnosis(planted, right, text, self._evidence.of_planted)

    def close(self) -> None:
        """End the workers of our own programs."""
        self._reference.close()
        self._evidence.close()


def _solution(assignment: Assignment) -> Submission:
    # without the quiz: the key is in no process that runs code of a notebook's kind
    text = master.solution(assignment.master.read_text(encoding="utf-8"))
    return reading.from_text("solution", assignment.master.name, text)


def ungraded(assignment: Assignment, identity: str, reason: str) -> Grade:
    """The record of a hand-in that could not be graded: a line for staff, and no points."""
    return Grade(assignment.slug, identity, "", assignment.points, error=reason)


def unreadable(assignment: Assignment, identity: str, reason: str) -> Unreadable:
    """As ``ungraded``, where the file is the reason."""
    return Unreadable(assignment.slug, identity, "", assignment.points, error=reason)
