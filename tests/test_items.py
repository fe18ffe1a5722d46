"""Item analysis, against numbers that were worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.assignment import Assignment, Budget, Part
from autograder.pages import items
from autograder.pages.items import Item
from autograder.quiz import Option, Question, Quiz
from autograder.result import CheckResult, Grade, PartResult
from autograder.sandbox import Limits

QUESTION = Question(
    "q1",
    "single",
    "Which?",
    "",
    tuple(Option(letter, f"option {letter}", letter == "A", "because") for letter in "ABC"),
)
ASSIGNMENT = Assignment(
    slug="demo",
    title="Demo",
    parts=(
        Part("huber", "Huber loss", {"defined": 0, "values": 4, "shape": 2}),
        Part("quiz", "Quiz", {"q1": 1}),
    ),
    budget=Budget(),
    limits=Limits(),
    public=Path("public"),
    private=Path("private"),
    quiz=Quiz((QUESTION,), "per-option", 1.0, "quiz_answers", "visible"),
)


def check(name: str, score: float, most: float, answer: str | None = None) -> CheckResult:
    outcome = "passed" if score == most else "failed"
    return CheckResult(name, outcome, score, most, "", "visible", answer)


def grade(name: str, values: float, shape: float, answer: str | None, *more: CheckResult) -> Grade:
    code = more or (check("defined", 0, 0), check("values", values, 4), check("shape", shape, 2))
    asked = check("q1", float(answer == "A"), 1, answer)
    return Grade("demo", name, "", 7, (PartResult("huber", code), PartResult("quiz", (asked,))))


def item(name: str, *grades: Grade) -> Item:
    (found,) = [each for each in items.analysed(grades, ASSIGNMENT) if each.check == name]
    return found


def test_difficulty_is_the_mean_share_of_the_points() -> None:
    found = item("values", grade("a", 4, 2, "A"), grade("b", 1, 2, "A"), grade("c", 1, 0, "B"))
    assert (found.part, found.points, found.n) == ("huber", 4, 3)
    assert found.difficulty == pytest.approx((1 + 0.25 + 0.25) / 3)


def test_discrimination_is_the_correlation_with_the_points_in_everything_else() -> None:
    """Shares of `shape` 1, 0, 1, 0 against the rest 5, 1, 2, 0 (values and q1). The deviations are
    ±1/2 and 3, -1, 0, -2, so r = (1.5 + 0.5 + 0 + 1) / sqrt(1 * 14)."""
    class_ = [
        grade("a", 4, 2, "A"),
        grade("b", 1, 0, "B"),
        grade("c", 2, 2, "C"),
        grade("d", 0, 0, ""),
    ]
    assert item("shape", *class_).discrimination == pytest.approx(3 / 14**0.5)


def test_an_item_is_not_correlated_with_itself() -> None:
    """Everybody has the same in the rest, so nothing is told, though the totals differ."""
    found = item("values", grade("a", 4, 2, "A"), grade("b", 0, 2, "A"))
    assert found.discrimination is None
    assert found.difficulty == 0.5


def test_points_that_differ_by_binary_dust_are_the_same() -> None:
    found = item("shape", grade("a", 0.1 + 0.2, 2, ""), grade("b", 0.3, 0, ""))
    assert found.discrimination is None


def test_a_check_without_points_is_passed_or_not() -> None:
    lost = (CheckResult("defined", "failed", 0, 0, "", "visible"),)
    assert item("defined", grade("a", 4, 2, "A"), grade("b", 0, 0, "A", *lost)).difficulty == 0.5


def test_skipped_counts_as_not_earned_and_error_not_at_all() -> None:
    skipped = CheckResult("values", "skipped", 0, 4, "", "visible")
    broken = CheckResult("values", "error", 0, 4, "", "visible")
    class_ = [grade("a", 4, 2, "A"), grade("b", 0, 0, "", skipped), grade("c", 0, 0, "", broken)]
    assert item("values", *class_).n == 2
    assert item("values", *class_).difficulty == 0.5


def test_without_grades_there_are_no_measures() -> None:
    ungraded = Grade("demo", "a", "", 7, error="is empty")
    found = item("values", ungraded)
    assert (found.n, found.difficulty, found.discrimination, found.concern) == (0, None, None, "")


def test_options_are_counted_and_who_chooses_them_is_told() -> None:
    """B is chosen by those with 6 and 0 points elsewhere, not by the one with 3: r is 0."""
    class_ = [grade("a", 4, 2, "AB"), grade("b", 1, 2, "A"), grade("c", 0, 0, "B")]
    found = item("q1", *class_)
    assert [(each.letter, each.right, each.chosen) for each in found.choices] == [
        ("A", True, 2),
        ("B", False, 2),
        ("C", False, 0),
    ]
    assert found.choices[1].discrimination == pytest.approx(0)
    assert found.choices[2].discrimination is None
    assert (found.answers, found.blank) == (3, 0)


def test_an_empty_answer_is_blank_and_an_unknown_one_is_not_counted() -> None:
    found = item("q1", grade("a", 4, 2, ""), grade("b", 4, 2, None), grade("c", 4, 2, "A"))
    assert (found.n, found.answers, found.blank) == (3, 2, 1)


def test_what_is_no_option_is_not_counted() -> None:
    found = item("q1", grade("a", 4, 2, "Z(dict)A"), grade("b", 4, 2, "ZZ"))
    assert [each.chosen for each in found.choices] == [1, 0, 0]


@pytest.mark.parametrize(("n", "expected"), [(3, None), (4, 0.9611), (14, 0.5305), (387, 0.0997)])
def test_chance_is_larger_in_small_classes(n: int, expected: float | None) -> None:
    """tanh(1.96), tanh(1.96 / sqrt(11)), tanh(0.1 at 384)."""
    assert items.noise(n) == (expected if expected is None else pytest.approx(expected, abs=1e-4))


def test_a_question_that_the_good_get_wrong_is_a_concern() -> None:
    good, weak = [grade("a", 4, 2, "B")] * 10, [grade("b", 0, 0, "A")] * 12
    assert item("q1", *good, *weak).concern == "those who do well elsewhere lose it"


def test_a_wrong_option_that_most_choose_is_a_concern() -> None:
    class_ = [grade("a", 4, 2, "A")] * 4 + [grade("b", 4, 2, "C")] * 6
    assert item("q1", *class_).concern == "C is chosen more often than any right option"


def test_four_students_are_no_reason_for_concern_about_a_correlation() -> None:
    class_ = [
        grade("a", 4, 2, "B"),
        grade("b", 3, 2, "B"),
        grade("c", 0, 0, "A"),
        grade("d", 1, 0, "A"),
    ]
    assert item("q1", *class_).discrimination == pytest.approx(-5 / 26**0.5)
    assert "elsewhere" not in item("q1", *class_).concern
