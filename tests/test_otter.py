"""``otter run`` with our plugin: our grades, whatever the submission does to Otter."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from autograder import master
from autograder.assignment import Assignment
from tests import services, student

OtterRun = Callable[[Path], services.Done]


@pytest.fixture(scope="module")
def archive(dist: Path) -> Path:
    """Otter's grader archive, as released."""
    return dist / "staff" / "custom_losses-otter.zip"


@pytest.fixture
def otter_run(archive: Path, tmp_path: Path) -> OtterRun:
    """Runs Otter on a submission."""
    folder = tmp_path / "otter"
    folder.mkdir()
    return lambda submission: services.otter(archive, submission, folder)


@pytest.fixture
def notebook(custom_losses: Assignment, tmp_path: Path) -> Path:
    """The stub notebook, as a student has it."""
    path = tmp_path / "custom_losses.ipynb"
    path.write_bytes((custom_losses.public / path.name).read_bytes())
    return path


@pytest.fixture(scope="module")
def solved(custom_losses: Assignment) -> Mapping[str, str]:
    return student.solved_cells(custom_losses)


def points(results: dict[str, Any] | None) -> dict[str, float]:
    assert results is not None
    return {test["name"]: test["score"] for test in results["tests"]}


FORGERY = """
import otter, otter.execute, otter.test_files as t
from otter.test_files.abstract_test import TestFile
TestFile.passed_all = property(lambda self: True)
TestFile.grade = property(lambda self: 1)
TestFile.score = property(lambda self: 100)
otter.execute.Checker.check = classmethod(lambda *a, **k: None)
for name in ("ExceptionTestFile", "OKTestFile"):
    getattr(t, name).run = lambda self, env: setattr(self, "test_case_results", [])
import os; os._exit(0)
"""


def test_forging_otters_own_tests_earns_nothing(
    notebook: Path, solved: Mapping[str, str], otter_run: OtterRun
) -> None:
    one_right = {"my_huber_loss": solved["my_huber_loss"], "quiz_answers": FORGERY}
    student.fill_in(notebook, one_right)
    _, results = otter_run(notebook)
    assert {name: score for name, score in points(results).items() if score} == {
        "my_huber_loss": 12
    }


class Payload:
    """Unpickled, it leaves a mark."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.mark,))


def test_nothing_that_comes_with_the_notebook_is_run_or_unpickled_by_otter(
    notebook: Path, tmp_path: Path, otter_run: OtterRun
) -> None:
    """The kernel starts in the submission's folder, and Otter reads the log that lies there."""
    mark = tmp_path / "mark"
    code = f"import pathlib; pathlib.Path({str(mark)!r}).touch()"
    submission = tmp_path / "export.zip"
    with zipfile.ZipFile(submission, "w") as file:
        file.write(notebook, notebook.name)
        file.writestr(".OTTER_LOG", pickle.dumps(Payload(mark)))
        for name in ("__init__", "json", "ipykernel_launcher", "sitecustomize", "otter/__init__"):
            file.writestr(f"{name}.py", code)
        file.writestr("tests/my_huber_loss.py", code)
    done, results = otter_run(submission)
    assert not mark.exists(), done.stdout
    assert set(points(results).values()) == {0}


def test_a_submission_that_cant_be_graded_gets_no_score_at_all(
    tmp_path: Path, otter_run: OtterRun
) -> None:
    script = tmp_path / "custom_losses.py"
    script.write_text("\n")
    done, results = otter_run(script)
    assert results is None
    assert done.returncode != 0
    assert "custom_losses.py is empty; expected a notebook or a script" in done.stderr


def test_a_part_that_is_hidden_is_hidden_in_otters_results_too(
    notebook: Path, archive: Path, tmp_path: Path
) -> None:
    config = "files/course/assignments/custom_losses/assignment.toml"
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == config:
                content = content.replace(b"[quiz]", b'[quiz]\nvisibility = "hidden"')
            target.writestr(name, content)
    (tmp_path / "otter").mkdir()
    _, results = services.otter(changed, notebook, tmp_path / "otter")
    assert results is not None
    shown = {test["name"]: test["visibility"] for test in results["tests"]}
    assert shown.pop("quiz") == "hidden"
    assert shown.pop("Total") == "after_published"
    assert set(shown.values()) == {"visible"}
    assert "`my_huber_loss` is not filled in yet." in results["tests"][0]["output"]


@pytest.fixture
def image(archive: Path, tmp_path: Path) -> Path:
    """Laid out by Otter's Dockerfile, which leaves the metadata empty and copies these alone."""
    root = tmp_path / "autograder"
    with zipfile.ZipFile(archive) as file:
        kept = [
            name
            for name in file.namelist()
            if re.match(r"(files|tests)/|setup.sh|environment.yml|requirements\.|.*otter", name)
        ]
        file.extractall(root / "source", members=kept)
    for folder in ("submission", "results"):
        (root / folder).mkdir()
    (root / "submission_metadata.json").touch()
    main = root / "source" / "run_otter.py"
    main.write_text(main.read_text().replace('"/autograder"', repr(str(root))))
    return root


def run_image(image: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, image / "source" / "run_otter.py"],
        cwd=image,
        capture_output=True,
        text=True,
        check=False,
    )


def test_in_the_image_that_otter_grade_builds_it_grades_too(
    notebook: Path, image: Path, solved: Mapping[str, str]
) -> None:
    student.fill_in(notebook, {"my_huber_loss": solved["my_huber_loss"]})
    (image / "submission" / notebook.name).write_bytes(notebook.read_bytes())
    done = run_image(image)
    assert done.returncode == 0, done.stderr
    results = json.loads((image / "results" / "results.json").read_text(encoding="utf-8"))
    assert {name: score for name, score in points(results).items() if score} == {
        "my_huber_loss": 12
    }


def nothing_graded(image: Path) -> str:
    """What is said where there is no results.json, not even with a zero."""
    done = run_image(image)
    assert done.returncode == 1
    assert list((image / "results").iterdir()) == []
    return done.stderr


def test_in_the_image_what_otter_itself_refuses_is_no_zero(notebook: Path, image: Path) -> None:
    (image / "submission" / "a").mkdir()
    (image / "submission" / "a" / notebook.name).write_bytes(notebook.read_bytes())
    assert "No gradable files found" in nothing_graded(image)
    for name in ("a.ipynb", "b.ipynb"):
        (image / "submission" / name).write_bytes(notebook.read_bytes())
    assert "More than one .ipynb file" in nothing_graded(image)


def test_a_link_to_the_solution_is_not_followed(image: Path) -> None:
    solution = image / "source/files/course/solutions/custom_losses/master.py"
    (image / "submission" / "custom_losses.py").symlink_to(solution)
    assert "has no .py or .ipynb file" in nothing_graded(image)
    assert solution.stat().st_size > 0


def test_beside_an_untouched_notebook_the_script_that_was_filled_in_is_graded(
    notebook: Path, image: Path, custom_losses: Assignment
) -> None:
    (image / "submission" / notebook.name).write_bytes(notebook.read_bytes())
    text = master.solution(custom_losses.master.read_text("utf-8"), custom_losses.quiz)
    (image / "submission" / "custom_losses.py").write_text(text, encoding="utf-8")
    done = run_image(image)
    results = json.loads((image / "results" / "results.json").read_text(encoding="utf-8"))
    assert sum(points(results).values()) == 100, done.stdout
    assert "graded custom_losses.py, not custom_losses.ipynb" in done.stdout


def test_what_a_notebook_says_steers_no_terminal_either(notebook: Path, image: Path) -> None:
    hostile = 'x = "\x1b]0;pwned\x07" + nowhere'
    claims = 'raise type("X\\n::error title=forged::x", (Exception,), {})("y")'
    student.fill_in(notebook, {"my_huber_loss": f"{hostile}\n{claims}"})
    (image / "submission" / notebook.name).write_bytes(notebook.read_bytes())
    printed = run_image(image).stdout
    assert "did not run (NameError" in printed
    assert "\x1b" not in printed
    assert not [line for line in printed.splitlines() if line.startswith("::error")]


def test_otters_image_installs_the_engine_from_the_archive(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as file:
        assert "/autograder/source/requirements.engine.zip" in file.read("environment.yml").decode()
        file.extract("requirements.engine.zip", tmp_path)
        assert [name for name in file.namelist() if name.startswith("tests/")] == ["tests/"]
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    engine = tmp_path / "requirements.engine.zip"
    subprocess.run([*pip, "-w", tmp_path, engine], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as built:
        assert {"autograder/otter.py", "autograder/templates/gradescope/setup.sh"} <= set(
            built.namelist()
        )
