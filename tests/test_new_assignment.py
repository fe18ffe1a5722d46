"""A second assignment, made only by ``autograder new`` and its to-do list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder import assignment, todo
from tests import tiny_course
from tests.conftest import Run
from tests.tiny_course import SLUG


@pytest.fixture
def scaffolded(tmp_path: Path, autograder: Run) -> Path:
    """A course with nothing but what ``autograder new`` writes."""
    (tmp_path / "assignments").mkdir()
    done = autograder("new", SLUG, "--title", "Skewed losses", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_every_scaffolded_file_but_the_quiz_grader_asks_for_something(scaffolded: Path) -> None:
    found = assignment.load(scaffolded, SLUG)
    asked = {line.split(":")[0] for line in todo.find(found)}
    written = {
        path.relative_to(scaffolded).as_posix() for path in scaffolded.rglob("*") if path.is_file()
    }
    assert written - asked == {f"solutions/{SLUG}/graders/test_quiz.py"}
    assert found.title == "Skewed losses"


def test_a_to_do_is_told_by_path_line_and_text(scaffolded: Path) -> None:
    lines = todo.find(assignment.load(scaffolded, SLUG))
    path = f"assignments/{SLUG}/README.md"
    assert f"{path}:3: <!-- TODO(author): what is learned here, and why it matters -->" in lines


def test_nothing_is_overwritten(scaffolded: Path, autograder: Run) -> None:
    master = scaffolded / "solutions" / SLUG / "master.py"
    master.write_text("mine", encoding="utf-8")
    done = autograder("new", SLUG, cwd=scaffolded)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "exists" in done.stderr
    assert master.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("slug", ["../up", "Big", "two words", "class", "1st", ""])
def test_a_slug_that_python_could_not_import_is_refused(
    slug: str, tmp_path: Path, autograder: Run
) -> None:
    (tmp_path / "assignments").mkdir()
    done = autograder("new", slug, cwd=tmp_path)
    assert done.returncode == 2
    assert "small letters" in done.stderr
    assert [path.name for path in tmp_path.rglob("*")] == ["assignments"]


def test_fresh_it_is_refused_with_the_list_of_what_is_to_do(
    scaffolded: Path, in_warm_process: Run
) -> None:
    done = in_warm_process("validate", SLUG, "-j", 1, cwd=scaffolded)
    assert done.returncode == 1, done.stderr
    for line in todo.find(assignment.load(scaffolded, SLUG)):
        assert line in done.stdout


def test_worked_off_it_is_sound(scaffolded: Path, autograder: Run, in_warm_process: Run) -> None:
    tiny_course.work_off(scaffolded)
    assert autograder("release", SLUG, cwd=scaffolded).returncode == 0
    done = in_warm_process("validate", SLUG, "-j", 1, cwd=scaffolded)
    assert done.returncode == 0, done.stdout + done.stderr


def test_worked_off_it_grades_right_full_stub_nothing_and_wrong_less(
    scaffolded: Path, autograder: Run, in_warm_process: Run, tmp_path: Path
) -> None:
    tiny_course.work_off(scaffolded)
    assert todo.find(assignment.load(scaffolded, SLUG)) == []
    assert autograder("release", SLUG, cwd=scaffolded).returncode == 0
    handins = tmp_path / "handins"
    handins.mkdir()
    quiz = '\nquiz_answers = {"q1": "A"}\n'
    stub = (scaffolded / "assignments" / SLUG / f"{SLUG}.py").read_text(encoding="utf-8")
    imports = "import tensorflow as tf\n\ndef my_loss(y_true, y_pred):\n"
    texts = {
        "solution": imports + tiny_course.SOLUTION + quiz,
        "variant": tiny_course.VARIANT + quiz,
        "mistake": tiny_course.MISTAKE + quiz,
        "stub": stub,
    }
    for name, text in texts.items():
        (handins / f"{name}.py").write_text(text, encoding="utf-8")
    done = in_warm_process("grade", handins, "-o", tmp_path / "out", "--seed", 7, cwd=scaffolded)
    assert done.returncode == 0, done.stdout + done.stderr
    results = {path.stem: json.loads(path.read_text()) for path in tmp_path.glob("out/results/*")}
    scores = {name: result["score"] for name, result in results.items()}
    # the mistake keeps the quiz; `shape` is not looked at without right values
    assert scores == {"solution": 11, "variant": 11, "mistake": 1, "stub": 0}
    failed = {
        check["name"]
        for part in results["mistake"]["parts"]
        for check in part["checks"]
        if check["outcome"] == "failed"
    }
    assert failed == {"values", "gradient", "graph"}
