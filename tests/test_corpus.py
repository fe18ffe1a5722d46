"""The hidden graders tell right from wrong: hand-ins with known verdicts, graded by the command."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import COURSE, SEED, Run

SOLUTIONS = COURSE / "solutions" / "custom_losses"
RIGHT = sorted(SOLUTIONS.glob("variants/*.py"))
WRONG = sorted(SOLUTIONS.glob("mistakes/*.py"))

Results = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, autograder: Run) -> Results:
    """The result of every hand-in of the corpus, by its name."""
    out = tmp_path_factory.mktemp("corpus")
    done = autograder("grade", *RIGHT, *WRONG, "-o", out, "--seed", SEED)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    return {path.stem: json.loads(path.read_text("utf-8")) for path in out.glob("results/*.json")}


def header(path: Path, field: str) -> list[str]:
    """The words after ``# field:`` at the top of a hand-in."""
    found = re.search(rf"^# {field}:(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"{path.name} has no header '{field}'"
    return found[1].split()


def checks(result: dict[str, Any], part: str) -> list[dict[str, Any]]:
    (found,) = [each for each in result["parts"] if each["name"] == part]
    return list(found["checks"])


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_a_right_loss_in_any_idiom_gets_full_marks(path: Path, results: Results) -> None:
    for part in header(path, "parts"):
        lost = [check for check in checks(results[path.stem], part) if check["outcome"] != "passed"]
        assert lost == []


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_a_wrong_loss_loses_the_checks_it_should_and_no_other(path: Path, results: Results) -> None:
    (part,) = header(path, "part")
    seen = checks(results[path.stem], part)
    failed = [check for check in seen if check["outcome"] == "failed"]
    assert {check["name"] for check in failed} == set(header(path, "fails"))
    passed = {check["name"] for check in seen if check["outcome"] == "passed"}
    assert passed == set(header(path, "passes"))
    assert all(20 <= len(c["message"]) <= 400 and "\n" not in c["message"] for c in failed)


def test_there_are_enough_hand_ins_of_both_kinds() -> None:
    assert len(RIGHT) >= 60
    assert len(WRONG) >= 80


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_a_mistake_says_what_it_is_and_what_to_rethink(path: Path) -> None:
    assert header(path, "id") == [path.stem]
    assert header(path, "title")
    text = path.read_text(encoding="utf-8")
    found = re.search(r"^# hint: (.*\n(?:#   .*\n)*)# fails:", text, re.MULTILINE)
    assert found, f"{path.name} has no hint"
    assert 60 <= len(" ".join(found[1].split())) <= 330
