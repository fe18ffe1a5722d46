"""Grades in other tools' formats: pure functions of result data, text out.

What students wrote or printed stands in names and messages. It is escaped for each format; what
does not print (control characters, marks that turn the writing direction) becomes a space.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from html import escape
from pathlib import Path
from typing import Any

from junitparser import Attr, Error, Failure, IntAttr, JUnitXml, Skipped, TestCase, TestSuite

from autograder.errors import ResultError, UsageError
from autograder.result import CheckResult, Grade, PartResult

SUMMARY_BYTES = 1 << 20
"""Most that GitHub takes for one step's summary; it drops a longer one as a whole."""
WITHHELD_TOTAL = {
    "name": "Total",
    "score": 0,
    "max_score": 0,
    "status": "passed",
    "output": "The total is shown when grades are published.",
    "output_format": "text",
    "visibility": "after_published",
}
"""The test that keeps Gradescope from showing the total."""
_STRICTNESS = ("visible", "after_due_date", "after_published", "hidden")


class Format(StrEnum):
    """What ``export`` writes."""

    GRADESCOPE = "gradescope"
    JUNIT = "junit"
    GITHUB = "github"


def read(paths: Sequence[Path]) -> list[Grade]:
    """The grades in result files, and in folders that ``grade -o`` wrote, by name.

    Raises UsageError where there are none and ResultError for a file that is no result.
    """
    files = [file for path in paths for file in _files(path)]
    return sorted(map(_grade, files), key=lambda grade: grade.submission.casefold())


def _files(path: Path) -> Sequence[Path]:
    if not path.is_dir():
        return [path]
    folder = path / "results" if (path / "results").is_dir() else path
    found = sorted(folder.glob("*.json"))
    if not found:
        raise UsageError(f"no results in {path}: expected results/*.json, as grade -o writes them")
    return found


def _grade(path: Path) -> Grade:
    try:
        return Grade.from_json(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise ResultError(f"{path}: expected a result file in JSON; {error}") from None
    except ResultError as error:
        raise ResultError(f"{path}: {error}") from None


# --- Gradescope ----------------------------------------------------------------------------------


def gradescope(grade: Grade) -> str:
    """Gradescope's results.json: a test for each part, its lost checks in the output.

    Where students may not see all of it yet, no field that they see holds the total or an outcome
    that is kept from them; the whole result is then in a hidden test's ``extra_data``. Raises
    ResultError for a grade without a verdict: Gradescope would make a zero of it.
    """
    if grade.error is not None:
        raise ResultError(f"{_clean(grade.submission)} needs staff: {_clean(grade.error)}")
    numbered = list(enumerate(grade.parts, 1))
    tests = [test for number, part in numbered for test in _tests(part, number)]
    shown = grade.as_json()
    if _withheld(grade):
        tests += _withholding(grade)
        public = [part for part in grade.parts if not _strict(part.checks)]
        shown = replace(grade, parts=tuple(public)).as_json() | {"score": None}
    results = {
        "execution_time": round(grade.seconds, 3),
        "output": _notes(grade.repairs),
        "output_format": "html",
        "stdout_visibility": "hidden",
        "extra_data": shown,
        "tests": tests,
    }
    return json.dumps(results, indent=2) + "\n"


def _withheld(grade: Grade) -> bool:
    return any(_strict(part.checks) for part in grade.parts)


def _strict(checks: Iterable[CheckResult]) -> bool:
    return any(check.visibility != "visible" for check in checks)


def _withholding(grade: Grade) -> Iterator[dict[str, Any]]:
    """Gradescope hides the total while a test waits to be shown, but its documents disagree on
    whether one that is hidden for good counts for that. One that waits for publication does."""
    yield WITHHELD_TOTAL
    yield {
        "name": "For staff",
        "score": 0,
        "max_score": 0,
        "status": "passed",
        "output": "The whole result is in this test's extra_data.",
        "output_format": "text",
        "visibility": "hidden",
        "extra_data": grade.as_json(),
    }


def _tests(part: PartResult, number: int) -> Iterator[dict[str, Any]]:
    """A test for the part, or one for each visibility that its checks have."""
    words = [word for word in _STRICTNESS if any(check.visibility == word for check in part.checks)]
    for position, word in enumerate(words, 1):
        checks = tuple(check for check in part.checks if check.visibility == word)
        # the hint was found by all of the checks: it waits for the last of them
        hint = part.mistake if word == words[-1] else None
        group = replace(part, checks=checks, mistake=hint)
        yield {
            "name": _clean(part.name),
            "number": f"{number}" if len(words) == 1 else f"{number}.{position}",
            "score": group.score,
            "max_score": group.max_score,
            "status": "passed" if all(c.outcome == "passed" for c in checks) else "failed",
            "output": _page(group),
            "output_format": "html",
            "visibility": word,
        }


def _page(part: PartResult) -> str:
    """A part's checks: why points were lost, and which checks passed."""
    hint = f"<p><b>{_html(part.mistake.hint)}</b></p>" if part.mistake else ""
    lost = "".join(
        f"<li><b>{_html(names)}</b> {_points(checks)}: {_html(checks[0].message)}</li>"
        for names, checks in alike(part.checks)
    )
    passed = ", ".join(check.name for check in part.checks if check.outcome == "passed")
    return "".join(
        [hint, f"<ul>{lost}</ul>" if lost else "", f"<p>Passed: {_html(passed)}</p>" * bool(passed)]
    )


def _points(checks: Sequence[CheckResult]) -> str:
    part = PartResult("", tuple(checks))
    return f"{part.score:g} / {part.max_score:g}"


def _notes(repairs: Sequence[str]) -> str:
    if not repairs:
        return ""
    notes = "".join(f"<li>{_html(note)}</li>" for note in repairs)
    return f"<p>Notes on the file:</p><ul>{notes}</ul>"


def alike(checks: Iterable[CheckResult]) -> Iterator[tuple[str, list[CheckResult]]]:
    """Checks that did not pass, those with the same outcome and message together, with names."""
    groups: dict[tuple[str, str], list[CheckResult]] = {}
    for check in checks:
        if check.outcome != "passed":
            groups.setdefault((check.outcome, check.message), []).append(check)
    for group in groups.values():
        yield ", ".join(check.name for check in group), group


# --- JUnit ---------------------------------------------------------------------------------------


class _Case(TestCase):
    """With the place of the definition, which some viewers make a link of."""

    file = Attr()
    line = IntAttr()


def junit(grades: Sequence[Grade]) -> str:
    """JUnit XML: a suite a submission, a case a check; an error stands for "staff must look"."""
    report, suites = JUnitXml("autograder"), [_suite(grade) for grade in grades]
    for suite in suites:
        report.add_testsuite(suite)
    report.update_statistics()  # type: ignore[no-untyped-call]
    # last: it counts the cases' times, and a check has none of its own
    for suite, grade in zip(suites, grades, strict=True):
        suite.time = round(grade.seconds, 3)
    report.time = round(sum(grade.seconds for grade in grades), 3)
    file = io.BytesIO()
    report.write(file)
    return file.getvalue().decode() + "\n"


def _suite(grade: Grade) -> TestSuite:
    suite = TestSuite(_clean(grade.submission))
    suite.add_testcases(_cases(grade))
    for name in ("score", "max_score"):
        points = getattr(grade, name)
        suite.add_property(name, "" if points is None else f"{points:g}")
    suite.add_property("sha256", _clean(grade.sha256))
    return suite


def _cases(grade: Grade) -> list[TestCase]:
    cases = [_case(grade, part, check) for part in grade.parts for check in part.checks]
    if grade.error is not None and not any(case.is_error for case in cases):
        unread = TestCase("graded", _clean(grade.assignment))
        unread.result = [Error(_clean(grade.error), "needs staff")]
        cases.append(unread)
    return cases


def _first_failed(part: PartResult) -> CheckResult | None:
    return next((check for check in part.checks if check.outcome == "failed"), None)


def _case(grade: Grade, part: PartResult, check: CheckResult) -> TestCase:
    case = _Case(_clean(check.name), f"{_clean(grade.assignment)}.{_clean(part.name)}")
    kinds = {"failed": Failure, "skipped": Skipped, "error": Error}
    if check.outcome in kinds:
        said = check.message
        if part.mistake is not None and check is _first_failed(part):
            said = f"{part.mistake.hint} {said}"
        case.result = [kinds[check.outcome](_clean(said), check.outcome)]
    if grade.file:
        case.file = _clean(grade.file)
    if part.line is not None:
        case.line = part.line
    return case


# --- GitHub --------------------------------------------------------------------------------------


def workflow_commands(grades: Sequence[Grade]) -> str:
    """GitHub's workflow commands: an error for each part that lost points, a warning for each
    submission that needs staff. They hold all outcomes: for staff, in a private repository."""
    return "".join(f"{command}\n" for grade in grades for command in _commands(grade))


def _commands(grade: Grade) -> Iterator[str]:
    if grade.error is not None:
        title = f"{grade.submission}: needs staff"
        yield command("warning", grade.error, file=grade.file, title=title)
        return
    for part in grade.parts:
        if part.score < part.max_score:
            title = f"{grade.submission}: {part.name} {_points(part.checks)}"
            line = "" if part.line is None else str(part.line)
            yield command("error", reason(part), file=grade.file, line=line, title=title)


def reason(part: PartResult) -> str:
    """Why a part lost points, in one line: its hint, else what its checks say."""
    if part.mistake is not None:
        return part.mistake.hint
    groups = [(names, group[0]) for names, group in alike(part.checks)]
    told = [(names, check) for names, check in groups if check.outcome != "skipped"] or groups
    return " ".join(f"{names}: {check.message}" for names, check in told)


def command(name: str, message: str, **properties: str) -> str:
    """A workflow command in one line that can't become two, nor a command of another name."""
    given = ((key, _clean(value)) for key, value in properties.items() if value)
    pairs = ",".join(f"{key}={_property(value)}" for key, value in given)
    return f"::{name} {pairs}::{_data(_clean(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def step_summary(grades: Sequence[Grade]) -> str:
    """Markdown for a GitHub step: a table of points, then why each submission lost them."""
    names = list(dict.fromkeys(part.name for grade in grades for part in grade.parts))
    head = ["submission", "points", *names]
    table = [_cells(head), _cells(["---"] * len(head), escaped=True)]
    table += [_cells(_row(grade, names)) for grade in grades]
    rows = "\n".join(table)
    reasons = "\n".join(_reasons(grades))
    text = f"## Grades\n\n{rows}\n\n{reasons}\n"
    if len(text.encode()) <= SUMMARY_BYTES:
        return text
    return f"## Grades\n\n{len(grades)} submissions: too many to be shown here; see the artifact.\n"


def _row(grade: Grade, names: Sequence[str]) -> list[str]:
    if grade.score is None:
        return [grade.submission, "needs staff", *[""] * len(names)]
    scores = {part.name: f"{part.score:g}" for part in grade.parts}
    return [
        grade.submission,
        f"{grade.score:g} / {grade.max_score:g}",
        *[scores.get(name, "") for name in names],
    ]


def _reasons(grades: Sequence[Grade]) -> Iterator[str]:
    for grade in grades:
        lost = [part for part in grade.parts if part.score < part.max_score]
        lines = [f"  - {_markdown(part.name)}: {_markdown(reason(part))}" for part in lost]
        if grade.error is not None:
            lines = [f"  - needs staff: {_markdown(grade.error)}"]
        if lines:
            yield "\n".join([f"- {_markdown(grade.submission)}", *lines])


def _cells(texts: Iterable[str], *, escaped: bool = False) -> str:
    return f"| {' | '.join(text if escaped else _markdown(text) for text in texts)} |"


# --- escaping ------------------------------------------------------------------------------------


def _clean(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def _html(text: str) -> str:
    return escape(_clean(text))


def _markdown(text: str) -> str:
    """Plain text: Markdown lets any punctuation be escaped. An @ would call somebody."""
    marked = re.sub(r"([!-/:-?\[-`{-~])", r"\\\1", _clean(text))
    return marked.replace("@", "&#64;")
