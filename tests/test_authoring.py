"""What students are given is made from the master, is empty, and holds no secret."""

from __future__ import annotations

import re
import runpy
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from autograder import authoring, master, submission
from autograder.assignment import Assignment
from autograder.errors import AssignmentError
from autograder.grading import Grader

PARTS = 6


@pytest.fixture(scope="module")
def public_files(custom_losses: Assignment) -> Mapping[Path, str]:
    return authoring.public_files(custom_losses)


def test_the_public_files_are_what_the_master_makes(public_files: Mapping[Path, str]) -> None:
    for path, text in public_files.items():
        assert path.read_text(encoding="utf-8") == text, f"run: autograder release; {path} is old"


def test_the_public_folder_holds_what_the_bundle_lists_and_nothing_else(
    custom_losses: Assignment,
) -> None:
    assert {path.name for path in custom_losses.public.iterdir()} == set(custom_losses.bundle)


@pytest.mark.parametrize("ending", [".py", ".ipynb", "_colab.ipynb"])
def test_unfilled_stubs_score_zero_and_every_part_says_so(
    ending: str, custom_losses: Assignment, grader: Grader
) -> None:
    path = custom_losses.public / f"custom_losses{ending}"
    grade = grader.grade(submission.read(path, "stub", "custom_losses"))
    assert (grade.status, grade.score) == ("graded", 0)
    *losses, quiz = grade.parts
    for part in losses:
        first, *others = part.checks
        assert first.message == f"`{part.name}` is not filled in yet."
        assert {check.outcome for check in others} == {"skipped"}
    assert {check.message for check in quiz.checks} == {"Not answered."}
    assert len(losses) == PARTS


def test_the_stub_script_runs_from_top_to_bottom(custom_losses: Assignment) -> None:
    names = runpy.run_path(str(custom_losses.stub))
    assert names["my_huber_loss"](0.0, 0.0) is None


@pytest.mark.parametrize("ending", [".ipynb", "_colab.ipynb"])
def test_a_notebook_holds_the_cells_of_the_script_in_its_order(
    ending: str, custom_losses: Assignment
) -> None:
    book = nbformat.read(custom_losses.public / f"custom_losses{ending}", as_version=4)
    nbformat.validate(book)
    script = custom_losses.stub.read_text(encoding="utf-8")
    cells = re.split(r"^# %%\n", script, flags=re.MULTILINE)[1:]
    codes = [re.split(r"^# %% \[markdown\]", cell, flags=re.MULTILINE)[0].strip() for cell in cells]
    own = [cell.source.strip() for cell in book.cells if cell.source.strip() in codes]
    assert own == codes


def test_no_public_file_holds_a_line_of_the_solution_or_the_key(custom_losses: Assignment) -> None:
    text = custom_losses.master.read_text(encoding="utf-8")
    assert custom_losses.quiz is not None
    stub = master.stub(text, custom_losses.quiz)
    secret = {line.strip() for line in master.solution(text).splitlines()} - {
        line.strip() for line in stub.splitlines()
    }
    reasons = {option.why for q in custom_losses.quiz.questions for option in q.options}
    for path in custom_losses.public.rglob("*"):
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        lines = {line.strip().strip('",').removesuffix("\\n") for line in text.splitlines()}
        telling = {line for line in lines & secret if len(line) > 20 and line[:4] != "def "}
        assert not telling, path
        assert not [why for why in reasons if why in text], path


def test_the_quiz_page_shows_every_option_without_marking_the_right_ones(
    custom_losses: Assignment,
) -> None:
    page = (custom_losses.public / "quiz.md").read_text(encoding="utf-8")
    assert custom_losses.quiz is not None
    for question in custom_losses.quiz.questions:
        assert f"## {question.id}\n" in page
        for option in question.options:
            assert f"- **{option.letter}.** {option.text}" in page


def test_generating_again_gives_the_same_bytes_and_writes_nothing(
    custom_losses: Assignment, public_files: Mapping[Path, str]
) -> None:
    assert authoring.public_files(custom_losses) == public_files
    assert authoring.write_public_files(custom_losses) == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("x = 1\n# END SOLUTION\n", "line 2"),
        ("# BEGIN SOLUTION\nx = 1\n", "no # END"),
        ("# BEGIN SOLUTION\n# BEGIN SOLUTION\n# END SOLUTION\n", "line 2"),
    ],
)
def test_markers_that_do_not_pair_up_are_refused(text: str, complaint: str) -> None:
    with pytest.raises(AssignmentError, match=complaint):
        master.stub(text, None)


def test_a_master_that_is_no_python_is_told_by_its_own_line() -> None:
    text = "# %%\ndef f(x):\n    # BEGIN SOLUTION\n    return (x\n    # END SOLUTION\n"
    for make in (master.solution, master.stub):
        with pytest.raises(AssignmentError, match=r"master\.py, line 4: '\(' was never closed"):
            make(text, None)


def test_a_place_for_a_quiz_that_is_not_there_is_refused() -> None:
    with pytest.raises(AssignmentError, match="take the quiz's cells out"):
        master.stub("quiz_answers = {\n    # QUIZ\n}\n", None)


def test_a_solution_becomes_three_dots_at_its_own_indentation() -> None:
    text = "def f(x):\n    # BEGIN SOLUTION\n    return x\n    # END SOLUTION\n"
    assert master.stub(text, None) == "def f(x):\n    ...\n"


def test_the_files_are_written_where_they_are_missing(
    custom_losses: Assignment, tmp_path: Path
) -> None:
    elsewhere = replace(custom_losses, public=tmp_path)
    written = {path.name for path in authoring.write_public_files(elsewhere)}
    assert written == set(custom_losses.bundle) - {"README.md", "huber.svg", "assignment.toml"}
