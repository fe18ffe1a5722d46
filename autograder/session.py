"""One run of the hidden graders: pytest, here, over handles to a submission and the solution.

Each test of ``solutions/<slug>/graders`` is one check of one part. Its check is the function's
name without ``test_``; its part is the value of its parameter ``part``, or the module's name
without ``test_``. ``test_question`` is run once for each question of the quiz, as check of the
part ``quiz``. Fixtures: ``submission`` and ``reference`` (handles), ``rng`` (fresh inputs, the
same for every submission of a run), ``shared_rng``, ``assignment``, ``question``, ``answers``.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.assignment import Assignment
from autograder.checks import Failure, numeric
from autograder.errors import AssignmentError, AutograderError, SubmissionError
from autograder.explain import explain
from autograder.handle import Handle, Raised
from autograder.quiz import Question
from autograder.result import CheckResult

Key = tuple[str, str]
"""A part and a check."""

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
    "unraisableexception",
    "threadexception",
    "recwarn",
    "monkeypatch",
    "doctest",
    "stepwise",
    "setuponly",
    "setupplan",
    "subtests",
    "legacypath",
    "reports",
]
"""Parts of pytest that a grading run has no use for; without them it starts in half the time."""


def run_graders(
    assignment: Assignment,
    handle: Handle,
    reference: Handle,
    seed: int,
    only: frozenset[str] | None = None,
) -> Mapping[Key, CheckResult]:
    """The result of every check of the parts in ``only`` (None: of all). Raises AssignmentError
    for graders that do not run, or do not make a check that assignment.toml promises."""
    run = _Run(assignment, handle, reference, seed, only)
    folder = str(assignment.graders)
    options = [f"-pno:{name}" for name in _PLUGINS_OFF]
    options += ["--import-mode=importlib", "--assert=plain", "-c", os.devnull, "--rootdir", folder]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    _forget_others(assignment.graders)
    code = pytest.main([folder, *options], plugins=[run])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise AssignmentError(f"the graders in {folder} did not run: {run.trouble or code}")
    return run.results()


def _forget_others(graders: Path) -> None:
    """Another assignment's modules of the same names: pytest would take them for these."""
    for path in graders.glob("*.py"):
        module = sys.modules.get(path.stem)
        if module is not None and module.__file__ != str(path):
            del sys.modules[path.stem]


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
        self._answers: Mapping[str, object] | Failure | SubmissionError | None = None
        self._version: str | None = None
        self.trouble = ""

    def results(self) -> Mapping[Key, CheckResult]:
        """Every check that assignment.toml promises points for. Raises AssignmentError."""
        wanted = {key for key in self._points if self._only is None or key[0] in self._only}
        missing = sorted(wanted - self._results.keys())
        if missing:
            raise AssignmentError(f"no grader made the check {'.'.join(missing[0])}")
        return {key: replace(it, order=self._order(key)) for key, it in self._results.items()}

    def _order(self, key: Key) -> str | None:
        """Of a question with shuffled options, in which order the student saw them."""
        quiz = self._assignment.quiz
        if quiz is None or self._version is None:
            return None
        asked = (each for each in quiz.questions if key == ("quiz", each.id))
        return next((quiz.order(question, self._version) for question in asked), None)

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
    def shared_rng(self) -> np.random.Generator:
        """As ``rng``, and the same for all: for what several checks learn from one question."""
        return np.random.default_rng(self._seed)

    @pytest.fixture
    def answers(self) -> Mapping[str, object]:
        """The quiz answers that were handed in, in the author's letters. Raises Failure if there
        are none, SubmissionError if nobody can tell which order of the options they are for."""
        if self._answers is None:
            try:
                self._answers = self._in_authors_letters(_answers(self._handle, self._assignment))
            except (Failure, SubmissionError) as failure:  # asked once, told with every question
                self._answers = failure
        if isinstance(self._answers, Failure | SubmissionError):
            raise self._answers
        return self._answers

    def _in_authors_letters(self, answers: Mapping[str, object]) -> Mapping[str, object]:
        quiz = self._assignment.quiz
        if quiz is None:
            return answers
        self._version = quiz.version_of(answers)
        return quiz.in_authors_letters(answers, self._version)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        quiz = self._assignment.quiz
        if "question" in metafunc.fixturenames and quiz is not None:
            ids = [question.id for question in quiz.questions]
            metafunc.parametrize("question", quiz.questions, ids=ids)

    # --- outcomes ------------------------------------------------------------------------------

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line(
            "markers", "needs(*checks): skipped unless the part passed them all"
        )

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
        first = needed.args if needed is not None else ()
        # one that is needed itself needs those before it
        for check in first[: first.index(key[1])] if key[1] in first else first:
            base = self._results.get((key[0], check))
            if base is None or base.outcome != "passed":
                pytest.skip(f"Not looked at: {check} comes first.")
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
        score = round(points * earned, 6)  # thirds: they are added up before anybody sees them
        self._results[key] = CheckResult(
            key[1], outcome, score, points, message, part.visibility, self._chosen(item)
        )

    def _chosen(self, item: pytest.Item) -> str | None:
        """The letters that answer the question that the check is about, if it is about one."""
        question, quiz = _question(item), self._assignment.quiz
        if question is None or quiz is None or not isinstance(self._answers, Mapping):
            return None
        return quiz.chosen(self._answers, question)

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
        if isinstance(error, SubmissionError):
            return "error", str(error), 0.0
        # anything else is the grader's own trouble: never the student's zero
        what = str(error) if isinstance(error, AutograderError) else repr(error)
        return "error", f"The grader failed: {what[:300]}", 0.0


def _key(item: Any) -> Key:
    question = _question(item)
    if question is not None:
        return "quiz", question.id
    name = getattr(item, "originalname", item.name).removeprefix("test_")
    part = _parameters(item).get("part")
    return str(part or item.path.stem.removeprefix("test_")), name


def _question(item: Any) -> Question | None:
    found = _parameters(item).get("question")
    return found if isinstance(found, Question) else None


def _parameters(item: Any) -> Mapping[str, Any]:
    spec = getattr(item, "callspec", None)
    return spec.params if spec is not None else {}


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
