"""One submission to one grade: hidden pytest graders, run here, over a handle to a worker.

Each test of ``solutions/<slug>/graders`` is one check of one part. Its check is the function's
name without ``test_``; its part is the value of its parameter ``part``, or the module's name
without ``test_``. ``test_question`` is run once for each question of the quiz, as check of the
part ``quiz``. Fixtures: ``submission`` and ``reference`` (handles), ``rng`` (fresh inputs, the
same for every submission of a run), ``assignment``, ``question``, ``answers``.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from time import monotonic
from typing import Any

import numpy as np
import pytest

from autograder import master, repair
from autograder import submission as reading
from autograder.assignment import Assignment
from autograder.checks import Failure, numeric
from autograder.diagnosis import SEED, Diagnosis
from autograder.errors import AssignmentError, AutograderError
from autograder.explain import explain
from autograder.fingerprint import Fingerprint, Witness, taken
from autograder.handle import Handle, Raised
from autograder.memory import Memory
from autograder.mistake import laid_over, mistakes
from autograder.quiz import Question
from autograder.reference import Reference
from autograder.result import CheckResult, Grade, PartResult
from autograder.sandbox import ALL_CORES, Worker, lease
from autograder.submission import Submission

Key = tuple[str, str]
"""A part and a check."""

LOOK_SECONDS = 20.0
"""For looking once more at what a submission does, all failed parts together."""
_PLUGINS_OFF = [
    "cacheprovider",
    "terminal",
    "logging",
    "capture",
    "faulthandler",
    "junitxml",
    "unittest",
    "tmpdir",
    "warnings",
    "pastebin",
    "debugging",
]
"""Parts of pytest that a grading run has no use for; without them it starts in half the time."""


class Grader:
    """Grades submissions of one assignment, one after the other. ``seed`` makes the inputs."""

    def __init__(self, assignment: Assignment, address: str, seed: int) -> None:
        self._assignment = assignment
        self._address = address
        self._seed = seed
        self._stub = reading.read_own(assignment.stub, "stub")
        solution = _solution(assignment)
        self._reference = Reference(solution, self._stub, self._lease_free, assignment.budget)
        self._looking = replace(assignment.budget, loading=10.0, total=LOOK_SECONDS)
        self._solution = solution
        self._bench: Worker | None = None
        self._fingerprints: dict[str, Fingerprint] = {}

    def _lease(self) -> Worker:
        return lease(self._address, self._assignment.limits)

    def _lease_free(self) -> Worker:
        """For the solution: idle most of the time, it must not take a core from a submission."""
        return lease(self._address, replace(self._assignment.limits, cores=ALL_CORES))

    def grade(self, submission: Submission, only: frozenset[str] | None = None) -> Grade:
        """The grade of ``submission``. A check that could not be made makes it an ``error``.

        ``only`` are the parts to grade, None is all; the others are absent from the grade.
        """
        start = monotonic()
        submission = self._restored(submission)
        handle = Handle(submission, self._stub, self._lease, self._assignment.budget)
        try:
            results = _run_graders(self._assignment, handle, self._reference, self._seed, only)
        finally:
            handle.close()
        parts = tuple(
            PartResult(
                part.name,
                tuple(results[part.name, check] for check in part.checks),
                line=submission.lines.get(self._assignment.defined_as(part)),
            )
            for part in self._assignment.parts
            if only is None or part.name in only
        )
        broken = [check for part in parts for check in part.checks if check.outcome == "error"]
        notes = [*submission.repairs, *handle.loading.notes]
        if not broken and handle.is_steady:
            parts = self._diagnosed(submission, parts, notes)
        return Grade(
            assignment=self._assignment.slug,
            submission=submission.id,
            sha256=submission.sha256,
            max_score=self._assignment.points,
            parts=parts,
            repairs=tuple(notes),
            output=handle.loading.output,
            seconds=monotonic() - start,
            error=broken[0].message if broken else None,
            file=submission.file,
        )

    def _restored(self, submission: Submission) -> Submission:
        """The hand-in without the damage that shows when it is held against the stub."""
        cells, notes = repair.restored(submission.cells, submission.prose, self._stub.cells)
        return replace(submission, cells=cells, repairs=(*submission.repairs, *notes))

    # --- which mistake it is -------------------------------------------------------------------

    def _diagnosed(
        self, submission: Submission, parts: tuple[PartResult, ...], notes: list[str]
    ) -> tuple[PartResult, ...]:
        """The parts with the planted mistakes that they show. Trouble on the way is a note for
        staff, never a lost grade."""
        failed = {part.name for part in parts if any(c.outcome == "failed" for c in part.checks)}
        try:
            wanted = frozenset(failed) & self._diagnosis.parts
            seen = self._looked_at(submission, wanted) if wanted else {}
            return tuple(
                replace(part, mistake=self._diagnosis.of(part, seen[part.name]))
                if part.name in seen
                else part
                for part in parts
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, the points are right
            notes.append(f"no diagnosis: {error!r:.200}")
            return parts

    @cached_property
    def _diagnosis(self) -> Diagnosis:
        text = master.solution(self._assignment.master.read_text(encoding="utf-8"))
        return Diagnosis(mistakes(self._assignment), text, self._fingerprint)

    @cached_property
    def _memory(self) -> Memory:
        return Memory(self._assignment)

    def _fingerprint(self, part: str, text: str) -> Fingerprint:
        """What ``part`` does with this text laid over the solution."""
        name = hashlib.sha256(f"{part}\0{text}".encode()).hexdigest()[:32]
        found = self._fingerprints.get(name) or self._memory.recall(name)
        if found is None:
            program = laid_over(self._solution, "planted", text)
            found = self._looked_at(program, frozenset([part]), self._lease_bench)[part]
            self._memory.keep(name, found)
        self._fingerprints[name] = found
        return found

    def _looked_at(
        self,
        submission: Submission,
        parts: frozenset[str],
        lease: Callable[[], Worker] | None = None,
    ) -> Mapping[str, Fingerprint]:
        """The fingerprints of these parts; without a ``lease`` in a worker of its own."""
        witness = Witness(submission, self._stub, lease or self._lease, self._looking)
        try:
            results = _run_graders(self._assignment, witness, self._reference, SEED, parts)
        finally:
            if lease is None or not witness.is_steady:
                witness.close()
                self._bench = self._bench if lease is None else None
        checks = {part.name: part.checks for part in self._assignment.parts}
        return {
            part: taken(
                [results[part, check] for check in checks[part]], witness.answers.get(part, [])
            )
            for part in parts
        }

    def _lease_bench(self) -> Worker:
        """One worker for all planted mistakes: they are ours, and a fresh one costs more than
        what it is asked."""
        if self._bench is None:
            self._bench = self._lease_free()
        self._bench.ask({"op": "reset"}, [], self._looking.request)
        return self._bench

    def close(self) -> None:
        """End the workers of our own programs."""
        self._reference.close()
        if self._bench is not None:
            self._bench.close()
            self._bench = None


def _solution(assignment: Assignment) -> Submission:
    # without the quiz: the key is in no process that runs code of a notebook's kind
    text = master.solution(assignment.master.read_text(encoding="utf-8"))
    return reading.from_text("solution", assignment.master.name, text)


def _run_graders(
    assignment: Assignment,
    handle: Handle,
    reference: Handle,
    seed: int,
    only: frozenset[str] | None,
) -> Mapping[Key, CheckResult]:
    run = _Run(assignment, handle, reference, seed, only)
    folder = str(assignment.graders)
    options = [f"-pno:{name}" for name in _PLUGINS_OFF]
    options += ["--import-mode=importlib", "--assert=plain", "-c", os.devnull, "--rootdir", folder]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    code = pytest.main([folder, *options], plugins=[run])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise AssignmentError(f"the graders in {folder} did not run: {run.trouble or code}")
    return run.results()


class _Run:
    """A pytest plugin: gives tests their fixtures and turns their outcomes into results."""

    def __init__(
        self,
        assignment: Assignment,
        handle: Handle,
        reference: Handle,
        seed: int,
        only: frozenset[str] | None,
    ) -> None:
        self._assignment = assignment
        self._handle = handle
        self._reference = reference
        self._seed = seed
        self._only = only
        self._results: dict[Key, CheckResult] = {}
        self._points = {
            (part.name, check): (part, points)
            for part in assignment.parts
            for check, points in part.checks.items()
        }
        self._answers: Mapping[str, object] | Failure | None = None
        self.trouble = ""

    def results(self) -> Mapping[Key, CheckResult]:
        """Every check that assignment.toml promises points for. Raises AssignmentError."""
        wanted = {key for key in self._points if self._only is None or key[0] in self._only}
        missing = sorted(wanted - self._results.keys())
        if missing:
            raise AssignmentError(f"no grader made the check {'.'.join(missing[0])}")
        return self._results

    # --- fixtures ----------------------------------------------------------------------------

    @pytest.fixture
    def assignment(self) -> Assignment:
        return self._assignment

    @pytest.fixture
    def submission(self) -> Handle:
        return self._handle

    @pytest.fixture
    def reference(self) -> Handle:
        return self._reference

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        name = ".".join(_key(request.node))
        return np.random.default_rng([self._seed, zlib.crc32(name.encode())])

    @pytest.fixture
    def answers(self) -> Mapping[str, object]:
        """The quiz answers that were handed in. Raises Failure if there are none."""
        if self._answers is None:
            try:
                self._answers = _answers(self._handle, self._assignment)
            except Failure as failure:  # asked once, told with every question
                self._answers = failure
        if isinstance(self._answers, Failure):
            raise self._answers
        return self._answers

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        quiz = self._assignment.quiz
        if "question" in metafunc.fixturenames and quiz is not None:
            ids = [question.id for question in quiz.questions]
            metafunc.parametrize("question", quiz.questions, ids=ids)

    # --- outcomes ------------------------------------------------------------------------------

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "needs(check): skipped unless the part passed `check`")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        unpriced = [_key(item) for item in items if _key(item) not in self._points]
        if unpriced:
            raise pytest.UsageError(f"assignment.toml has no points for {'.'.join(unpriced[0])}")
        if self._only is not None:
            items[:] = [item for item in items if _key(item)[0] in self._only]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.trouble = str(report.longrepr).strip().splitlines()[-1]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        needed = item.get_closest_marker("needs")
        key = _key(item)
        if needed is not None and needed.args[0] != key[1]:
            base = self._results.get((key[0], needed.args[0]))
            if base is None or base.outcome != "passed":
                pytest.skip(f"Not looked at: {needed.args[0]} comes first.")
        self._handle.begin(*key)
        with np.errstate(all="ignore"):  # a worker's numbers may overflow in any comparison
            yield

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Record the outcome here; pytest's own report would render every traceback."""
        assert call.when != "collect"
        if call.when == "call" or call.excinfo is not None:
            self._record(item, call)
        return pytest.TestReport(
            nodeid=item.nodeid,
            location=(item.name, None, item.name),
            keywords={},
            outcome="failed" if call.excinfo is not None else "passed",
            longrepr=None,
            when=call.when,
        )

    def _record(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        key = _key(item)
        part, points = self._points[key]
        error = call.excinfo.value if call.excinfo is not None else None
        outcome, message, earned = self._judge(error)
        score = round(points * earned, 4)
        self._results[key] = CheckResult(key[1], outcome, score, points, message, part.visibility)

    def _judge(self, error: BaseException | None) -> tuple[str, str, float]:
        """The outcome, what to say, and the share of the points."""
        if isinstance(error, Raised):
            error = numeric(error)
        if error is None:
            return "passed", "", 1.0
        if isinstance(error, Failure):
            return "failed", error.message, error.earned
        if isinstance(error, Raised):
            sentence = explain(error, self._handle.loading.failures)
            return "failed", sentence[0].upper() + sentence[1:], 0.0
        if isinstance(error, pytest.skip.Exception):
            return "skipped", str(error.msg), 0.0
        # anything else is the grader's own trouble: never the student's zero
        what = str(error) if isinstance(error, AutograderError) else repr(error)
        return "error", f"The grader failed: {what[:300]}", 0.0


def _key(item: Any) -> Key:
    spec = getattr(item, "callspec", None)
    parameters = spec.params if spec is not None else {}
    name = getattr(item, "originalname", item.name).removeprefix("test_")
    question = parameters.get("question")
    if isinstance(question, Question):
        return "quiz", question.id
    part = parameters.get("part")
    return str(part or item.path.stem.removeprefix("test_")), name


def _answers(handle: Handle, assignment: Assignment) -> Mapping[str, object]:
    quiz = assignment.quiz
    name = quiz.name if quiz else "quiz_answers"
    try:
        found = handle.literal(name)
    except Raised as raised:
        if raised.kind == "Unknown":
            raise Failure(f"No dictionary `{name}` was found.") from None
        raise
    if not isinstance(found, dict):
        raise Failure(f"`{name}` is a {type(found).__name__}, expected a dictionary.")
    return {_question_key(key): answer for key, answer in found.items()}


def _question_key(key: object) -> str:
    # str() of an integer with thousands of digits is a ValueError
    return str(key) if isinstance(key, str) or (isinstance(key, int) and 0 <= key < 1000) else "?"


def unreadable(assignment: Assignment, identity: str, reason: str) -> Grade:
    """The record of a hand-in that could not be graded: a line for staff, and no points."""
    return Grade(assignment.slug, identity, "", assignment.points, error=reason)
