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
from tests import miniature
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
    arguments = ("-a", "custom_losses", "-o", tmp_path / "out", "--course", lethal_course, "-j", 2)
    done = autograder("grade", tmp_path / "class", *arguments)
    assert done.returncode == 1, done.stderr
    for name in names:
        found = json.loads((tmp_path / "out" / "results" / f"{name}.json").read_text("utf-8"))
        if name.startswith("lethal"):
            assert found["status"] == "error"
            assert "the grader process died on this hand-in, twice" in found["error"]
        else:
            assert found["status"] == "graded"


DEADLY = '''

@pytest.fixture(autouse=True)
def deadly(submission: Handle) -> None:
    """Stands for a hand-in with which the machine runs out of memory, at the zygote's cost."""
    import os
    from pathlib import Path

    with Path(__file__).parents[3].joinpath("graders").open("a") as told:
        told.write(f"{os.getpid()} {submission.submission.id}\\n")
    if submission.submission.id.startswith("deadly"):
        main = os.getppid()
        for child in Path(f"/proc/{main}/task/{main}/children").read_text().split():
            if "autograder.zygote" in Path(f"/proc/{child}/cmdline").read_text():
                os.kill(int(child), 9)
'''


@pytest.fixture(scope="module")
def scarce(tmp_path_factory: pytest.TempPathFactory, autograder: Run) -> tuple[Path, str]:
    """The folder and the warnings of a class with one by which zygotes die, on a machine that
    has not all the memory that one hand-in may take."""
    folder = tmp_path_factory.mktemp("scarce")
    miniature.build(folder / "course")
    with (folder / "course/assignments/tiny/assignment.toml").open("a") as toml:
        toml.write("\n[limits]\nmemory_mb = 100_000_000\n")
    with (folder / "course/solutions/tiny/graders/test_tiny.py").open("a") as grader:
        grader.write(DEADLY)
    (folder / "class").mkdir()
    for name in NAMES:
        (folder / "class" / f"{name}.py").write_text("quiz_answers = {'q1': 'A'}\n")
    places = ("-o", folder / "out", "--course", folder / "course")
    done = autograder("grade", folder / "class", *places, "-j", 2)
    assert done.returncode == 1, done.stderr
    return folder, done.stderr


NAMES = ("ann", "bob", "carl", "deadly", "eve", "finn")


def test_who_is_graded_when_the_zygote_dies_is_graded_again_with_another(
    scarce: tuple[Path, str],
) -> None:
    results, said = scarce[0] / "out" / "results", scarce[1]
    for name in NAMES:
        found = json.loads((results / f"{name}.json").read_text("utf-8"))
        if name == "deadly":
            assert found["error"] == "the zygote died while it was graded, twice; is memory short?"
        else:
            assert (found["status"], found["score"]) == ("graded", 1)
    assert said.count("the zygote died; what was being graded is graded again") == 2


def test_fewer_jobs_than_asked_for_are_started_where_memory_is_short(
    scarce: tuple[Path, str],
) -> None:
    assert "warning: 1 of 2 jobs are started: " in scarce[1]
    assert "one hand-in may take 100000000 MB" in scarce[1]
    told = [line.split() for line in (scarce[0] / "course" / "graders").read_text().splitlines()]
    assert len({process for process, name in told if name in ("ann", "bob", "carl")}) == 1


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
