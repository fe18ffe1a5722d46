"""The public checks of a student's bundle, for who has no solutions folder.

They are made where all student code runs, in a locked-in worker: the checks are laid below the
student's own cells and called one by one. Neither is trusted, for the bundle of a student may be
looked at by staff. What they say is for the eyes of whoever asked, and for nothing else.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import Self

from rich.console import Group, RenderableType
from rich.text import Text

from autograder import submission
from autograder.assignment import Budget
from autograder.disk import printable
from autograder.errors import SubmissionError, UsageError
from autograder.explain import explain
from autograder.handle import Handle, Made, Raised
from autograder.isolation import Level
from autograder.sandbox import Limits, Sandbox
from autograder.source import Cell, definition, is_hollow, statement_text
from autograder.spares import Spares, Superseded
from autograder.submission import Submission
from autograder.watch import View, definitions

TESTS = "test_public.py"
WORKERS = 2
"""Workers that share the subjects: six trainings take a second."""
HOLLOW = "not filled in yet"
"""Said once, in place of what every check of it would say."""
_CELL = "the public checks"
_RUNNER = f"""\
def _public_checks(text, subjects, submission):
    checks = {{"__name__": "test_public"}}
    exec(compile(text, "{TESTS}", "exec"), checks)

    def runner(name):
        def run():
            for subject in subjects[name]:
                if subject not in submission:
                    raise NameError(f"name '{{subject}}' is not defined")
            checks[name](*[submission[subject] for subject in subjects[name]])
            return 0.0

        return run

    return runner

"""


@dataclass(frozen=True)
class Check:
    """One function of the public checks: its parameters are what it looks at."""

    name: str
    subjects: tuple[str, ...]
    sentence: str
    text: str

    @property
    def subject(self) -> str:
        """What it is counted to."""
        return self.subjects[0]

    @property
    def runner(self) -> Made:
        """What a worker calls; one that hangs takes with it all that are for the same subject."""
        return Made(_runner(self.subject), (self.name,))


def _runner(subject: str) -> str:
    return f"{_CELL} of {subject}"


def beside(path: Path) -> Path | None:
    """The public checks of the bundle that ``path`` lies in, or is."""
    tests = (path if path.is_dir() else path.absolute().parent) / TESTS
    return tests.absolute() if tests.is_file() else None


def checks_in(tests: Path) -> list[Check]:
    """The checks in a ``test_public.py``, which is not run. Raises SubmissionError."""
    cells = submission.read(tests, TESTS, tests.stem).cells
    found = [
        _check(statement, statement_text(cell, index))
        for cell in cells
        for index, statement in enumerate(cell.tree.body if cell.tree else [])
        if isinstance(statement, ast.FunctionDef)
        and statement.name.startswith("test_")
        and statement.args.args
    ]
    if not found:
        raise SubmissionError(f"{TESTS} has no checks in it; take the one that was handed out")
    return found


def _check(function: ast.FunctionDef, text: str) -> Check:
    sentence = " ".join((ast.get_docstring(function) or function.name).split())
    subjects = tuple(argument.arg for argument in function.args.args)
    return Check(function.name, subjects, printable(sentence), text)


def _with_checks(found: Submission, checks: Sequence[Check]) -> Submission:
    """The submission with the checks as its last cell."""
    text = "\n\n".join(check.text for check in checks)
    subjects = {check.name: check.subjects for check in checks}
    names = sorted({_runner(check.subject) for check in checks})
    last = (
        f"globals().update(dict.fromkeys({names}, _public_checks({text!r}, {subjects}, globals())))"
    )
    return replace(found, cells=(*found.cells, Cell(_CELL, f"{_RUNNER}\n{last}\n")))


class PublicChecks:
    """A ``watch.Checker`` with the public checks in ``tests``. Use as a context."""

    kind = "the public checks"

    def __init__(
        self,
        sandbox: Sandbox,
        tests: Path,
        path: Path,
        isolation: Level,
        warn: Callable[[str], None],
    ) -> None:
        """``path``: the form to check. ``isolation`` and ``warn`` as of a ``Classroom``.

        Raises UsageError for a folder.
        """
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name the notebook or script in it to check")
        self._tests = tests
        self._path = path
        self._isolation = isolation
        self._warn = warn
        self._before: Mapping[str, str] = {}
        self._sandbox = sandbox
        self._spares = Spares(sandbox.address, Limits())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._spares.close()

    def start(self) -> None:
        """As of a ``watch.Checker``. Raises SandboxError and IsolationError."""
        self._sandbox.wait()
        found = self._sandbox.isolation()
        found.insist(self._isolation)
        if found.exposure:
            self._warn(found.exposure)

    def rest(self) -> None:
        """As of a ``watch.Checker``."""
        self._spares.fill(WORKERS)

    def check(self, is_stale: Callable[[], bool]) -> Iterator[View]:
        """As of a ``watch.Checker``: a view more for each subject. Raises SandboxError."""
        try:
            checks = checks_in(self._tests)
            found = submission.read(self._path, self._path.stem, self._path.stem)
        except SubmissionError as error:
            yield View("the checks could not run", Text(printable(str(error)), "yellow"), {}, True)
            return
        try:
            yield from self._views(found, checks, is_stale)
        except Superseded:
            return

    def _views(
        self, found: Submission, checks: Sequence[Check], is_stale: Callable[[], bool]
    ) -> Iterator[View]:
        subjects, problems, is_over = self._subjects(found, checks), dict[Check, str](), Event()
        whole = _with_checks(found, checks)
        lease = partial(self._spares.lease, lambda: is_over.is_set() or is_stale())
        handles = [Handle(whole, found, lease, Budget()) for _ in range(WORKERS)]
        free = list(handles)

        def look_at(subject: str) -> Mapping[Check, str]:
            due = [check for check in checks if check.subject == subject]
            if _is_hollow(found, subject):
                return dict.fromkeys(due, HOLLOW)
            handle = free.pop()
            try:
                return {check: _problem(check, handle) for check in due}
            finally:
                free.append(handle)

        pool = ThreadPoolExecutor(WORKERS)
        try:
            for done in as_completed([pool.submit(look_at, subject) for subject in subjects]):
                problems.update(done.result())
                notes = [*found.repairs, *(n for handle in handles for n in handle.loading.notes)]
                ordered = sorted(problems, key=lambda check: subjects.index(check.subject))
                known = {check: problems[check] for check in ordered}
                yield _view(known, list(dict.fromkeys(notes)), len(checks))
        finally:
            is_over.set()
            pool.shutdown(cancel_futures=True)
            for handle in handles:
                handle.close()

    def _subjects(self, found: Submission, checks: Sequence[Check]) -> list[str]:
        """What is looked at, those that have changed since the last time first."""
        before, after = self._before, definitions(found.cells)
        self._before = after
        names = dict.fromkeys(check.subject for check in checks)
        return sorted(names, key=lambda name: before.get(name) == after.get(name))


def _is_hollow(found: Submission, subject: str) -> bool:
    statement = definition(found.cells, subject)
    return statement is not None and is_hollow(statement)


def _problem(check: Check, handle: Handle) -> str:
    """What a check found wrong, empty if it passed."""
    try:
        handle.call(check.runner)
    except Raised as raised:
        if raised.kind == "AssertionError" and raised.text:
            return raised.text
        if raised.line is not None and raised.line[0] == f"<{_CELL}>":
            raised = Raised(raised.kind, raised.text)
        sentence = explain(raised, handle.loading.failures)
        return sentence[0].upper() + sentence[1:]
    return ""


def _view(problems: Mapping[Check, str], notes: Sequence[str], count: int) -> View:
    passed = {check.name: not problem for check, problem in problems.items()}
    headline = f"{sum(passed.values())} of {len(passed)} public checks pass"
    return View(headline, _page(problems, notes), passed, len(passed) == count)


def _page(problems: Mapping[Check, str], notes: Sequence[str]) -> RenderableType:
    lines = list[Text]()
    for subject in dict.fromkeys(check.subject for check in problems):
        found = [(check, said) for check, said in problems.items() if check.subject == subject]
        failed = [(check, said) for check, said in found if said]
        if all(said == HOLLOW for _, said in found):
            lines.append(Text.assemble((subject, "bold"), "  ", (HOLLOW, "yellow")))
            continue
        verdict = (f"{len(found) - len(failed)} of {len(found)}", "red" if failed else "green")
        lines.append(Text.assemble((subject, "bold"), "  ", verdict))
        for check, said in failed:
            lines.append(Text.assemble(("  FAILED  ", "red"), check.sentence))
            lines += [Text(f"{'':10}{printable(line)}") for line in said.splitlines()]
    if notes:
        lines += [Text(), Text("Notes on the file", "bold")]
        lines += [Text(f"    {printable(note)}", "dim") for note in notes]
    return Group(*lines)
