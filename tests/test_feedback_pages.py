"""Feedback pages: what they show to whom, and how a real browser shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.assignment import Assignment
from autograder.pages import feedback
from autograder.pages.disclosure import Disclosure
from autograder.result import CheckResult, Grade, PartResult
from tests.browser import PHONE, PageOpener, Scheme, overflow, violations

ALL = Disclosure(key=True, published=True)


def a_grade(*parts: PartResult, submission: str = "alice", error: str | None = None) -> Grade:
    return Grade("custom_losses", submission, "", 100, parts, error=error)


def a_part(*checks: CheckResult, name: str = "my_huber_loss") -> PartResult:
    return PartResult(name, checks)


def a_check(name: str, score: float, message: str = "", visibility: str = "visible") -> CheckResult:
    return CheckResult(name, "passed" if score else "failed", score, 2, message, visibility)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_accessible_in_both_themes_and_on_a_phone(
    scheme: Scheme, browser: PageOpener, custom_losses: Assignment, tmp_path: Path
) -> None:
    path = tmp_path / "alice.html"
    grade = a_grade(a_part(a_check("values", 0, "Wrong."), a_check("shape", 2)))
    path.write_text(feedback.page(grade, custom_losses, ALL), encoding="utf-8")
    with browser.opened(path, scheme) as page:
        assert not violations(page)
        assert page.title() == "alice · Custom losses"
    with browser.opened(path, scheme, PHONE) as page:
        assert overflow(page) == 0
