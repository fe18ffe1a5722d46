"""One notebook, from the student's zip to a grade: equal points wherever it is graded."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment import Assignment
from tests import services, student
from tests.conftest import Run

HALF_SUM = """\
def contrastive_loss(y_true, y_pred):
    push = tf.maximum(1.0 - y_pred, 0.0)
    return tf.reduce_sum(y_true * y_pred**2 + (1.0 - y_true) * push**2) / 2"""
NOTEBOOKS = ("solved", "partly", "empty")

Points = dict[str, float]


@pytest.fixture(scope="module")
def class_of_three(
    dist: Path, custom_losses: Assignment, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder a student, each with the notebook of the bundle, filled in and run."""
    folder = tmp_path_factory.mktemp("class")
    solved = student.solved_cells(custom_losses)
    partly = {**solved, "contrastive_loss": HALF_SUM, "MyHuberLoss": "MyHuberLoss = None"}
    partly["quiz_answers"] = 'quiz_answers = {"q1": "AB", "q7": "B", "q8": "A"}'
    for name, cells in zip(NOTEBOOKS, (solved, partly, {}), strict=True):
        with zipfile.ZipFile(dist / "student" / "custom_losses.zip") as archive:
            archive.extractall(folder / name)
        notebook = folder / name / "custom_losses" / "custom_losses.ipynb"
        student.fill_in(notebook, cells)
        checks = student.execute(notebook)
        passed = {part for part, shown in checks.items() if "All test cases passed!" in shown}
        assert name != "solved" or passed == checks.keys()
        assert name != "empty" or not passed
        shutil.move(notebook, folder / name)
        shutil.rmtree(folder / name / "custom_losses")
    return folder


@pytest.fixture(scope="module")
def ours(
    class_of_three: Path, autograder: Run, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Points]:
    """Points by part, of ``autograder grade``."""
    out = tmp_path_factory.mktemp("grades")
    done = autograder("grade", class_of_three, "-o", out)
    assert done.returncode == 0, done.stderr
    results = [json.loads((out / "results" / f"{name}.json").read_text()) for name in NOTEBOOKS]
    return {
        result["submission"]: {part["name"]: part["score"] for part in result["parts"]}
        for result in results
    }


def test_the_solution_gets_everything_and_an_empty_notebook_nothing(
    ours: dict[str, Points],
) -> None:
    assert sum(ours["solved"].values()) == 100
    assert 0 < sum(ours["partly"].values()) < 100
    assert sum(ours["empty"].values()) == 0


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_otter_gives_the_same_points(
    name: str, ours: dict[str, Points], class_of_three: Path, dist: Path, tmp_path: Path
) -> None:
    notebook = class_of_three / name / "custom_losses.ipynb"
    done, results = services.otter(dist / "staff" / "custom_losses-otter.zip", notebook, tmp_path)
    assert points(results) == ours[name], done.stderr


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_gradescope_gives_the_same_points(
    name: str, ours: dict[str, Points], class_of_three: Path, dist: Path, tmp_path: Path
) -> None:
    notebook = class_of_three / name / "custom_losses.ipynb"
    archive = dist / "staff" / "custom_losses-gradescope.zip"
    done, results = services.gradescope(archive, notebook, tmp_path)
    assert results is not None, done.stderr
    scores = [test["score"] for test in results["tests"]]
    assert scores == list(ours[name].values())
    assert {part["name"]: part["score"] for part in results["extra_data"]["parts"]} == ours[name]


def points(results: dict[str, Any] | None) -> Points:
    assert results is not None
    return {test["name"]: test["score"] for test in results["tests"]}
