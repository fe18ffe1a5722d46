"""A grader process that dies costs the class nothing but a moment."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path

import pytest

from autograder import master, submission
from autograder.assignment import Assignment
from autograder.grading import Grader
from autograder.sandbox import Sandbox
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


def test_a_solution_whose_worker_is_killed_costs_nobody_a_grade(
    custom_losses: Assignment, sandbox: Sandbox, tmp_path: Path
) -> None:
    """As the kernel does where memory runs out."""
    path = tmp_path / "ann.py"
    path.write_text(master.solution(custom_losses.master.read_text("utf-8"), custom_losses.quiz))
    hand_in = submission.read(path, "ann", custom_losses.slug)
    before = workers(sandbox)
    grader = Grader(custom_losses, sandbox.address, 11)
    scores = [grader.grade(hand_in).score]
    (solution,) = workers(sandbox) - before
    os.kill(solution, signal.SIGKILL)
    grader._reference._answers.clear()  # else there is nothing left to ask it
    scores.append(grader.grade(hand_in).score)
    assert scores == [custom_losses.points] * 2
    assert workers(sandbox) - before - {solution}
    grader.close()


def workers(sandbox: Sandbox) -> set[int]:
    zygote = sandbox.wait()["pid"]
    return set(map(int, Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()))
