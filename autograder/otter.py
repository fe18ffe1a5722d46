"""Otter's pipeline with our engine: a plugin for ``otter run``, ``otter grade`` and Gradescope.

Otter would run the submission in a kernel that can forge everything it reports. So nothing of the
submission is run there: Otter is given an empty notebook, the file is graded by ``autograder
check`` in a process of its own, and that result replaces whatever Otter computed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, v4
from otter.plugins import AbstractOtterPlugin
from otter.test_files import GradingResults, TestCase
from otter.test_files.abstract_test import TestCaseResult
from otter.test_files.exception_test import ExceptionTestFile

from autograder.disk import printable
from autograder.errors import AutograderError
from autograder.exports.gradescope import WITHHELD_TOTAL
from autograder.result import Grade, PartResult

COURSE = Path("source", "files", "course")
"""Where the grader archive keeps assignments and solutions. Otter copies it into the submission's
folder too, from which ``before_grading`` removes it."""
_OTTERS_OWN = "tests"


class NotGraded(AutograderError):
    """The submission could not be graded: staff must look. Otter then reports no score at all."""


class IsolatedGrading(AbstractOtterPlugin):  # type: ignore[misc]  # Otter has no types
    """Configured in otter_config.json: ``assignment`` (the slug), ``isolation`` (the level that is
    insisted on, see ``autograder doctor``; "files" if not given) and ``course`` (a folder; that
    of the archive if not given)."""

    _grade: Grade

    def before_grading(self, config: Any) -> None:
        """Grade the submission, and take from Otter's kernel what it could trip over.

        The folder is the kernel's working folder: a module in it would be imported, and a log
        unpickled, before any plugin could tell. Raises NotGraded.
        """
        path = Path(self.submission_path)
        if config.pdf or config.token:  # what typesets a notebook could read the course meanwhile
            raise NotGraded("no PDF is made with this archive; set pdf and token to null")
        with tempfile.TemporaryDirectory(prefix="autograder-otter-") as folder:
            # all of it: beside an untouched notebook may lie the script that was filled in
            copy = Path(folder, path.stem)
            shutil.copytree(path.parent, copy, symlinks=True, ignore=_ours(path.parent))
            self._grade = _graded(copy, self._course(path), self.plugin_config)
        for entry in path.parent.iterdir():
            if entry.name != _OTTERS_OWN:
                _remove(entry)
        empty = "" if path.suffix == ".py" else json.dumps(v4.new_notebook())
        path.write_text(empty, encoding="utf-8")  # nothing is in its place any more: no link

    def before_execution(self, submission: object) -> NotebookNode:
        """What Otter's kernel runs instead of the submission: nothing."""
        return v4.new_notebook()

    def after_grading(self, results: GradingResults) -> None:
        """Put our parts in the place of Otter's results, whatever those are."""
        results.__class__ = IsolatedResults
        results._catastrophic_error = None
        results.results = {part.name: _test_file(part) for part in self._grade.parts}
        results.set_plugin_data(OTTER_PLUGIN, self._grade.as_json())

    def generate_report(self) -> str:
        """What staff reads in the log: what had to be repaired."""
        return "\n".join(map(printable, self._grade.repairs)) or "Nothing had to be repaired."

    def _course(self, path: Path) -> Path:
        # Otter lays out source/ and submission/ beside each other, wherever it works
        return Path(self.plugin_config.get("course") or path.parents[1] / COURSE)


class IsolatedResults(GradingResults):  # type: ignore[misc]  # Otter has no types
    """Results that tell Gradescope each part's own visibility; Otter knows one for all tests."""

    def to_gradescope_dict(self, ag_config: Any) -> dict[str, Any]:
        """Otter's results.json, a test for each part."""
        output: dict[str, Any] = super().to_gradescope_dict(ag_config)
        grade = Grade.from_json(self.get_plugin_data(OTTER_PLUGIN))
        visibilities = {part.name: part.checks[0].visibility for part in grade.parts}
        output["tests"] = [test for test in output["tests"] if test["name"] in visibilities]
        for test in output["tests"]:
            test["visibility"] = visibilities[test["name"]]
        if set(visibilities.values()) != {"visible"}:
            output["tests"].append(WITHHELD_TOTAL)
        return output


OTTER_PLUGIN = f"{__name__}.{IsolatedGrading.__name__}"


def _ours(folder: Path) -> Callable[[str, list[str]], list[str]]:
    """What Otter itself has put into the submission's folder."""
    own = (COURSE.name, _OTTERS_OWN, "__init__.py")
    return lambda where, names: [name for name in names if Path(where) == folder and name in own]


def _graded(path: Path, course: Path, config: dict[str, Any]) -> Grade:
    """The grade of the file, by the command in a process of its own: nothing that Otter or the
    submission left in this one can reach it."""
    result = path.parent / "result.json"
    command = ["check", str(path), "--json", str(result), "--course", str(course)]
    if config.get("assignment"):
        command += ["--assignment", config["assignment"]]
    level = os.environ.get("AUTOGRADER_REQUIRE_ISOLATION", config.get("isolation", "files"))
    done = subprocess.run(
        [sys.executable, "-P", "-m", "autograder", *command],
        cwd=path.parent,
        env={**os.environ, "AUTOGRADER_REQUIRE_ISOLATION": level},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if not result.exists():
        why = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise NotGraded(f"{printable(path.name)} was not graded: {why[-1]}")
    grade = Grade.from_json(json.loads(result.read_text(encoding="utf-8")))
    if grade.error is not None:
        raise NotGraded(f"{printable(path.name)} needs staff: {printable(grade.error)}")
    return grade


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink()


def _test_file(part: PartResult) -> ExceptionTestFile:
    """A part as Otter's test file, a check as its test case."""
    hint = part.mistake.hint if part.mistake else None
    lost = next((check.name for check in part.checks if check.outcome == "failed"), None)
    cases = [
        TestCase(
            name=check.name,
            body="",
            hidden=check.visibility != "visible",
            points=check.max_score,
            success_message=None,
            failure_message=hint if check.name == lost else None,
        )
        for check in part.checks
    ]
    made = ExceptionTestFile(part.name, "", cases, all_or_nothing=False)
    made.test_case_results = [
        TestCaseResult(case, check.message or check.outcome, check.outcome == "passed")
        for case, check in zip(cases, part.checks, strict=True)
    ]
    made.update_score(part.score)  # a check may earn a share of its points
    return made
