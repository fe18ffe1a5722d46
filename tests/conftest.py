"""One zygote for the whole session: TensorFlow is imported once, as in a grading run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder import assignment, classroom, cli, submission
from autograder.assignment import Assignment
from autograder.grading import Grader
from autograder.result import CheckResult, Grade
from autograder.sandbox import Sandbox
from tests.browser import PageOpener, running

COURSE = Path(__file__).parents[1]
SEED = 7
OURS = {"AUTOGRADER_ASSIGNMENT": "custom_losses"}
"""For commands in this course, which has several assignments, unless they name one."""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def course() -> Path:
    """The checkout that is under test."""
    return COURSE


@pytest.fixture(scope="session")
def custom_losses() -> Assignment:
    return assignment.load(COURSE, "custom_losses")


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        running.wait()
        yield running


@pytest.fixture(scope="session")
def grader(custom_losses: Assignment, sandbox: Sandbox) -> Iterator[Grader]:
    found = Grader(custom_losses, sandbox.address, SEED)
    yield found
    found.close()


@pytest.fixture
def grade_text(grader: Grader, tmp_path: Path) -> Callable[[str], Grade]:
    """Grades a script, given as text."""

    def grade(text: str) -> Grade:
        path = tmp_path / "handin.py"
        path.write_text(text, encoding="utf-8")
        return grader.grade(submission.read(path, "handin", "custom_losses"))

    return grade


@pytest.fixture
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For TMPDIR: a short path, for sockets are in it."""
    return tmp_path_factory.mktemp("t")


@pytest.fixture(scope="session")
def autograder() -> Run:
    """Runs the real command in a process of its own."""

    def run(*arguments: str | Path | int, cwd: Path = COURSE) -> subprocess.CompletedProcess[str]:
        is_ours = cwd == COURSE and "--course" not in arguments
        return subprocess.run(
            [sys.executable, "-m", "autograder", *map(str, arguments)],
            cwd=cwd,
            env={**os.environ, "COLUMNS": "120", **(OURS if is_ours else {})},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def in_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Runs the whole command in this process, for commands that start none: one costs a second."""

    def run(*arguments: str | Path | int, cwd: Path = COURSE) -> subprocess.CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["autograder", *map(str, arguments)])
        monkeypatch.chdir(cwd)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        code = int(ended.value.code or 0)
        return subprocess.CompletedProcess(sys.argv, code, *capsys.readouterr())

    monkeypatch.setenv("PYTHONSAFEPATH", "1")
    monkeypatch.setenv("COLUMNS", "120")
    handler = signal.getsignal(signal.SIGTERM)
    yield run
    signal.signal(signal.SIGTERM, handler)


class Lent:
    """The session's sandbox, for somebody who would close it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sandbox, name)

    def close(self) -> None:
        """It stays."""


@pytest.fixture
def in_warm_process(in_process: Run, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Run:
    """As ``in_process``, for commands that grade: workers are the session's zygote's."""
    monkeypatch.setattr(classroom, "Sandbox", lambda: Lent(sandbox))
    return in_process


@pytest.fixture(scope="module")
def browser() -> Iterator[PageOpener]:
    """A real browser. Not of the session: where its driver runs, no other event loop can."""
    with running() as opener:
        yield opener


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory, autograder: Run) -> Path:
    """Everything that can be released."""
    out = tmp_path_factory.mktemp("dist")
    done = autograder("release", "custom_losses", "-o", out, "--gradescope", "--github")
    assert done.returncode == 0, done.stderr
    return out


def checks(grade: Grade, part: str) -> dict[str, CheckResult]:
    """The checks of one part, by name."""
    (found,) = [each for each in grade.parts if each.name == part]
    return {check.name: check for check in found.checks}


def failed(grade: Grade, part: str) -> set[str]:
    """The names of the checks that ``part`` failed (not those that were skipped)."""
    return {name for name, check in checks(grade, part).items() if check.outcome == "failed"}
