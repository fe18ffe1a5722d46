"""Gradescope's results.json."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from autograder.errors import ResultError
from autograder.exports.escaping import clean, html
from autograder.exports.reasons import alike, points
from autograder.result import CheckResult, Grade, PartResult

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


def gradescope(grade: Grade) -> str:
    """Gradescope's results.json: a test for each part, its lost checks in the output.

    Where students may not see all of it yet, no field that they see holds the total or an outcome
    that is kept from them; the whole result is then in a hidden test's ``extra_data``. Raises
    ResultError for a grade without a verdict: Gradescope would make a zero of it.
    """
    if grade.error is not None:
        raise ResultError(f"{clean(grade.submission)} needs staff: {clean(grade.error)}")
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
            "name": clean(part.name),
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
    hint = f"<p><b>{html(part.mistake.hint)}</b></p>" if part.mistake else ""
    lost = "".join(
        f"<li><b>{html(names)}</b> {points(checks)}: {html(checks[0].message)}</li>"
        for names, checks in alike(part.checks)
    )
    passed = ", ".join(check.name for check in part.checks if check.outcome == "passed")
    return "".join(
        [hint, f"<ul>{lost}</ul>" if lost else "", f"<p>Passed: {html(passed)}</p>" * bool(passed)]
    )


def _notes(repairs: Sequence[str]) -> str:
    if not repairs:
        return ""
    notes = "".join(f"<li>{html(note)}</li>" for note in repairs)
    return f"<p>Notes on the file:</p><ul>{notes}</ul>"
