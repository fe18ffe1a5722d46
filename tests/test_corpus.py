"""The hidden graders tell right from wrong: hand-ins with known verdicts, really graded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder import submission
from autograder.grading import Grader
from tests.conftest import checks, failed

CORPUS = Path(__file__).parent / "corpus"
RIGHT = sorted(CORPUS.glob("right/*.py"))
WRONG = sorted(CORPUS.glob("wrong/*.py"))


def header(path: Path, field: str) -> list[str]:
    """The words after ``# field:`` at the top of a hand-in."""
    found = re.search(rf"^# {field}:(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"{path.name} has no header '{field}'"
    return found[1].split()


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_a_right_loss_in_any_idiom_gets_full_marks(path: Path, grader: Grader) -> None:
    grade = grader.grade(submission.read(path, path.stem, "custom_losses"))
    assert grade.status == "graded"
    for part in header(path, "parts"):
        lost = {name: c.message for name, c in checks(grade, part).items() if c.outcome != "passed"}
        assert lost == {}


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_a_wrong_loss_loses_the_checks_it_should_and_no_other(path: Path, grader: Grader) -> None:
    (part,) = header(path, "part")
    grade = grader.grade(submission.read(path, path.stem, "custom_losses"))
    assert grade.status == "graded"
    assert failed(grade, part) == set(header(path, "fails"))
    messages = [
        check.message for check in checks(grade, part).values() if check.outcome == "failed"
    ]
    assert all(20 <= len(message) <= 400 and "\n" not in message for message in messages)


def test_there_are_enough_hand_ins_of_both_kinds() -> None:
    assert len(RIGHT) >= 34
    assert len(WRONG) >= 48
