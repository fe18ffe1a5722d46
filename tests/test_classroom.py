"""A grader process that dies costs the class nothing but a moment."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import COURSE, Run

LETHAL = '''

@pytest.fixture(autouse=True)
def lethal(submission: Handle) -> None:
    """Stands for a hand-in that crashes a parser of the grader's."""
    if submission.submission.id.startswith("lethal"):
        import os

        os.kill(os.getpid(), 9)
'''


@pytest.fixture
def lethal_course(tmp_path: Path) -> Path:
    """A copy of the course whose graders die of some hand-ins."""
    for name in ("assignments", "solutions"):
        shutil.copytree(COURSE / name, tmp_path / "course" / name)
    grader = tmp_path / "course/solutions/custom_losses/graders/test_losses.py"
    grader.write_text(grader.read_text(encoding="utf-8") + LETHAL, encoding="utf-8")
    return tmp_path / "course"


def test_hand_ins_that_kill_their_grader_are_for_staff_and_the_others_are_graded(
    lethal_course: Path, tmp_path: Path, autograder: Run
) -> None:
    (tmp_path / "class").mkdir()
    names = ["ann", "bob", "lethal one", "carl", "dora", "lethal two", "eve", "finn", "gail"]
    for name in names:
        (tmp_path / "class" / f"{name}.py").write_text("quiz_answers = {'q1': 'A'}\n")
    arguments = ("-o", tmp_path / "out", "--course", lethal_course, "-j", 2)
    done = autograder("grade", tmp_path / "class", *arguments)
    assert done.returncode == 1, done.stderr
    for name in names:
        found = json.loads((tmp_path / "out" / "results" / f"{name}.json").read_text("utf-8"))
        if name.startswith("lethal"):
            assert found["status"] == "error"
            assert "the grader process died on this hand-in, twice" in found["error"]
        else:
            assert found["status"] == "graded"
