"""What students are given is made from the master, is empty, and holds no secret."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import nbformat
import pytest

from autograder import authoring, submission
from autograder.assignment import Assignment
from autograder.errors import AssignmentError
from autograder.grading import Grader

PARTS = 6


def test_the_public_files_are_what_the_master_makes(custom_losses: Assignment) -> None:
    for path, text in authoring.public_files(custom_losses).items():
        assert path.read_text(encoding="utf-8") == text, f"run: autograder release; {path} is old"


@pytest.mark.parametrize("suffix", [".py", ".ipynb"])
def test_unfilled_stubs_score_zero_and_every_part_says_so(
    suffix: str, custom_losses: Assignment, grader: Grader
) -> None:
    path = custom_losses.stub.with_suffix(suffix)
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


def test_the_notebook_holds_the_script_cell_by_cell(custom_losses: Assignment) -> None:
    book = nbformat.read(custom_losses.stub.with_suffix(".ipynb"), as_version=4)
    nbformat.validate(book)
    script = custom_losses.stub.read_text(encoding="utf-8")
    for cell in book.cells:
        if cell.cell_type == "code":
            assert cell.source in script
    assert sum(cell.cell_type == "code" for cell in book.cells) == script.count("# %%\n")


def test_no_public_file_holds_a_line_of_the_solution_or_the_key(custom_losses: Assignment) -> None:
    master = custom_losses.master.read_text(encoding="utf-8")
    assert custom_losses.quiz is not None
    stub = authoring.stub(master, custom_losses.quiz)
    secret = {line.strip() for line in master.splitlines()} - {
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


def test_generating_again_changes_nothing(custom_losses: Assignment) -> None:
    assert authoring.write_public_files(custom_losses) == []


def test_a_notebook_has_the_same_bytes_every_time(custom_losses: Assignment) -> None:
    script = custom_losses.stub.read_text(encoding="utf-8")
    assert authoring.notebook(script) == authoring.notebook(script)
    assert json.loads(authoring.notebook(script))["nbformat_minor"] == 5


@pytest.mark.parametrize(
    ("master", "complaint"),
    [
        ("x = 1\n# END SOLUTION\n", "line 2"),
        ("# BEGIN SOLUTION\nx = 1\n", "no # END"),
        ("# BEGIN SOLUTION\n# BEGIN SOLUTION\n# END SOLUTION\n", "line 2"),
    ],
)
def test_markers_that_do_not_pair_up_are_refused(master: str, complaint: str) -> None:
    with pytest.raises(AssignmentError, match=complaint):
        authoring.stub(master, None)


def test_a_solution_becomes_three_dots_at_its_own_indentation() -> None:
    master = "def f(x):\n    # BEGIN SOLUTION\n    return x\n    # END SOLUTION\n"
    assert authoring.stub(master, None) == "def f(x):\n    ...  # your code here\n"


def test_the_files_are_written_where_they_are_missing(
    custom_losses: Assignment, tmp_path: Path
) -> None:
    from dataclasses import replace

    elsewhere = replace(custom_losses, public=tmp_path)
    written = {path.name for path in authoring.write_public_files(elsewhere)}
    assert written == {"custom_losses.py", "custom_losses.ipynb", "quiz.md"}
