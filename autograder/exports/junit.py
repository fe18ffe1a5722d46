"""JUnit XML, which every CI reads."""

from __future__ import annotations

import io
from collections.abc import Sequence

from junitparser import Attr, Error, Failure, IntAttr, JUnitXml, Skipped, TestCase, TestSuite

from autograder.exports.escaping import clean
from autograder.result import CheckResult, Grade, PartResult


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
    suite = TestSuite(clean(grade.submission))
    suite.add_testcases(_cases(grade))
    for name in ("score", "max_score"):
        points = getattr(grade, name)
        suite.add_property(name, "" if points is None else f"{points:g}")
    suite.add_property("sha256", clean(grade.sha256))
    return suite


def _cases(grade: Grade) -> list[TestCase]:
    cases = [_case(grade, part, check) for part in grade.parts for check in part.checks]
    if grade.error is not None and not any(case.is_error for case in cases):
        unread = TestCase("graded", clean(grade.assignment))
        unread.result = [Error(clean(grade.error), "needs staff")]
        cases.append(unread)
    return cases


def _first_failed(part: PartResult) -> CheckResult | None:
    return next((check for check in part.checks if check.outcome == "failed"), None)


def _case(grade: Grade, part: PartResult, check: CheckResult) -> TestCase:
    case = _Case(clean(check.name), f"{clean(grade.assignment)}.{clean(part.name)}")
    kinds = {"failed": Failure, "skipped": Skipped, "error": Error}
    if check.outcome in kinds:
        said = check.message
        if part.mistake is not None and check is _first_failed(part):
            said = f"{part.mistake.hint} {said}"
        case.result = [kinds[check.outcome](clean(said), check.outcome)]
    if grade.file:
        case.file = clean(grade.file)
    if part.line is not None:
        case.line = part.line
    return case
