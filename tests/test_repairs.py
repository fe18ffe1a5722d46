"""Damaged and foreign hand-ins still grade, and staff read in plain sentences what was repaired."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import process_time

import nbformat
import pytest

from autograder import handins, repair, submission
from autograder.assignment import Assignment
from autograder.grading import Grader
from autograder.otter_lines import without_otter
from autograder.repair import Given
from autograder.result import Grade
from autograder.sandbox import Sandbox
from autograder.source import MAX_PIECES, Cell
from autograder.submission import MAX_BRACES, MAX_SOURCE, Submission
from tests.conftest import SEED, Run, checks
from tests.test_loading import HUBER, assert_huber_is_right

IMPORTS = "import keras\nimport tensorflow as tf\nfrom keras.losses import Loss"
EMPTY = 'def my_huber_loss(y_true, y_pred):\n    """The Huber loss."""\n    ...  # your code here'
QUIZ = 'quiz_answers = {"q1": "A", "q6": "B"}'
NO_QUIZ = 'quiz_answers = {"q1": "", "q6": ""}'
OTTER = '# Initialize Otter\nimport otter\ngrader = otter.Notebook("custom_losses.ipynb")'

Piece = str | tuple[str, str]
"""A code cell, or the kind and the text of another one."""
Grading = Callable[..., Grade]


def book(*cells: Piece) -> str:
    """A notebook with nothing but what Jupyter can't do without."""
    pairs = [("code", cell) if isinstance(cell, str) else cell for cell in cells]
    return json.dumps({"cells": [{"cell_type": kind, "source": text} for kind, text in pairs]})


def read(folder: Path, *cells: Piece) -> Submission:
    path = folder / "ann.ipynb"
    path.write_text(book(*cells), encoding="utf-8")
    return submission.read(path, "ann", "custom_losses")


def restored(found: Submission, *stub: str) -> tuple[list[str], tuple[str, ...]]:
    """What is left to run after every repair, and all notes."""
    cells, notes = repair.restored(found.cells, found.prose, named(*stub))
    return [cell.text for cell in cells], (*found.repairs, *notes)


def named(*texts: str) -> list[Cell]:
    return [Cell(f"cell {k}", text) for k, text in enumerate(texts, 1)]


def values(texts: Sequence[str]) -> dict[str, object]:
    """What running the cells leaves behind; their text is this file's own, not a student's."""
    space: dict[str, object] = {}
    for text in texts:
        exec(compile(text, "cell", "exec"), space)  # noqa: S102
    del space["__builtins__"]
    return space


@pytest.fixture
def grade_book(grader: Grader, tmp_path: Path) -> Grading:
    """Grades a notebook, given as its cells."""
    return lambda *cells: grader.grade(read(tmp_path, *cells))


# --- Otter's own lines -------------------------------------------------------------------------


def test_a_notebook_of_otter_assign_grades_without_a_note(grade_book: Grading) -> None:
    grade = grade_book(
        "%pip install -q otter-grader",
        OTTER,
        IMPORTS,
        HUBER,
        'grader.check("my_huber_loss")',
        "grader.check_all()",
        "# Save your notebook first.\ngrader.export(pdf=False, run_tests=True)",
    )
    assert_huber_is_right(grade)
    assert grade.repairs == ()


def test_checks_are_otters_where_the_cell_that_sets_it_up_is_missing(grade_book: Grading) -> None:
    grade = grade_book(IMPORTS, HUBER, 'grader.check("my_huber_loss")')
    assert_huber_is_right(grade)
    assert grade.repairs == ()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("import otter\nx = 1", "pass\nx = 1"),
        ("import otter, math; x = 1", "import math; pass; x = 1"),
        ("import otter as o\ng = o.Notebook()\ng.check('q')", "pass\npass\npass"),
        ("from otter import Notebook as N\nmine = N()\nmine.check('q')", "pass\npass\npass"),
        ("from otter.check.notebook import Notebook\ng: Notebook = Notebook()", "pass\npass"),
        ("import otter\ngrader = otter.Notebook(\n    'x'\n)  # é", "pass\n(\n\n)  # é"),
        ("é = 'é'; grader.check('q'); x = 'é'", "é = 'é'; pass; x = 'é'"),
        ("try:\n    import otter\nexcept ImportError:\n    x = 1", None),
        (
            "try: grader.a()\nexcept KeyError: grader.b()\nelse: grader.c()",
            "try: pass\nexcept KeyError: pass\nelse: pass",
        ),
        ("result = grader.check('q').grade", "pass"),
        ("grader", "pass"),
        ("grader.check('q1'); grader.check(\n'q2'); x = 1", "pass; (\n); x = 1"),
    ],
)
def test_what_is_otters_is_left_out_in_its_line(text: str, left: str | None) -> None:
    (cell,) = without_otter(named(text))
    expected = text.replace("import otter", "pass") if left is None else left
    assert cell.text == expected
    assert cell.tree is not None


@pytest.mark.parametrize(
    "text",
    [
        "grader = {'a': 1}\ngrader.clear()",
        "from mine import grader\ngrader.check('q1')",
        "def grader(): return 1\ngrader()",
        "otter = 'a cute animal'\nprint(otter.title())",
        "import otters\notters.check()",
        "note = 'grader.check(1)'  # import otter",
    ],
)
def test_a_name_of_the_students_own_stays(text: str) -> None:
    assert [cell.text for cell in without_otter(named(text, "x = 1"))] == [text, "x = 1"]


def test_a_script_may_hold_otters_lines_too(grade_text: Grading) -> None:
    grade = grade_text(f"{OTTER}\n{IMPORTS}\n{HUBER}\ngrader.check('my_huber_loss')\n")
    assert_huber_is_right(grade)
    assert grade.repairs == ()


def test_cells_of_nbgrader_cost_only_themselves(grade_book: Grading) -> None:
    grade = grade_book(
        IMPORTS,
        f"### BEGIN SOLUTION\n{HUBER}\n### END SOLUTION",
        "def contrastive_loss(y_true, y_pred):\n    # YOUR CODE HERE\n    raise NotImplementedError()",
        '"""Check that my_huber_loss is right."""\nassert my_huber_loss(0.0, 9.0) == 0\nx = 1',
    )
    assert_huber_is_right(grade)
    assert "not filled in" in checks(grade, "contrastive_loss")["defined"].message
    (note,) = grade.repairs
    assert note.startswith("cell 4, line 2: `assert my_huber_loss")


EXPORT = """
import otter
grader = otter.Notebook("custom_losses.ipynb", tests_dir=".")
grader.export(pdf=False, files=["helper.py"], display_link=False, export_path="ann.zip")
"""


def test_a_zip_that_otter_exports_grades_and_its_log_is_not_read(
    grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(text) for text in (OTTER, IMPORTS, HUBER)]
    )
    nbformat.write(made, tmp_path / "custom_losses.ipynb")
    (tmp_path / "helper.py").write_text("x = 1\n")
    subprocess.run([sys.executable, "-c", EXPORT], cwd=tmp_path, check=True, capture_output=True)
    opened = []
    original = zipfile.ZipFile.open

    def spy(self: zipfile.ZipFile, name: zipfile.ZipInfo, *args: str) -> object:
        opened.append(name.filename)
        return original(self, name, *args)  # type: ignore[arg-type]

    with zipfile.ZipFile(tmp_path / "ann.zip") as archive:
        assert {".OTTER_LOG", "__zip_filename__"} < set(archive.namelist())
    monkeypatch.setattr(zipfile.ZipFile, "open", spy)
    found = submission.read(tmp_path / "ann.zip", "ann", "custom_losses")
    assert_huber_is_right(grader.grade(found))
    assert set(opened) == {"custom_losses.ipynb"}


# --- downloads ---------------------------------------------------------------------------------


def lay_out(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_as_nbgrader_collects_it_has_a_row_a_student(
    tmp_path: Path, autograder: Run
) -> None:
    files = {
        f"{name}/{kind}": text
        for name in ("ann", "bob")
        for kind, text in {
            "custom_losses/custom_losses.ipynb": book(IMPORTS, HUBER, QUIZ),
            "custom_losses/timestamp.txt": "2026-11-25 07:00:00 UTC",
            "another_one/another_one.ipynb": book("x = 1"),
        }.items()
    }
    folder = lay_out(tmp_path / "submitted", files)
    done = autograder("grade", folder, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "out" / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    assert rows.keys() == {"ann", "bob"}
    assert {row["status"] for row in rows.values()} == {"graded"}
    assert float(rows["ann"]["my_huber_loss"]) > 0


@pytest.mark.parametrize(
    ("files", "ids"),
    [
        ({"annlee_1_22_custom_losses.ipynb", "bob_LATE_3_44_custom_losses-1.ipynb"}, None),
        (
            {
                "Ann Lee_11_assignsubmission_file_/custom_losses.ipynb",
                "Bob Ray_12_assignsubmission_file_/custom_losses.ipynb",
            },
            {"Ann Lee_11_assignsubmission_file_", "Bob Ray_12_assignsubmission_file_"},
        ),
        (
            {"submission_1/custom_losses.ipynb", "submission_2/custom_losses.ipynb"},
            {"submission_1", "submission_2"},
        ),
    ],
    ids=["canvas", "moodle", "gradescope"],
)
def test_a_download_has_a_row_a_student(
    files: set[str], ids: set[str] | None, tmp_path: Path
) -> None:
    lay_out(tmp_path, dict.fromkeys(files, book(HUBER)))
    if ids and "submission_1" in ids:
        (tmp_path / "submission_metadata.yml").write_text("submission_1:\n  :score: 0\n")
    found = handins.collect([tmp_path])
    assert {each.id for each in found} == ids or {name[:-6] for name in files}
    assert len(found) == 2
    for each in found:
        assert submission.read(each.path, each.id, "custom_losses").repairs == ()


# --- deleted cells -----------------------------------------------------------------------------


def test_imports_that_were_deleted_are_put_back(grade_book: Grading) -> None:
    grade = grade_book(HUBER, "layer = keras.layers.Dense(1)")
    assert_huber_is_right(grade)
    assert grade.repairs == ("the import of keras, tf was missing and was put back",)


@pytest.mark.parametrize(
    ("texts", "put_back"),
    [
        (["x = math.pi"], ["math"]),
        (["import math\nx = math.pi"], []),
        (["x = 1"], []),
        (["def f():\n    import math\n    return math.pi"], []),
        (["from nowhere import math\nx = math.pi"], []),
        (["x = sin(1), pi"], ["sin"]),
        (["def f(math):\n    return math.pi"], []),
        (["from cmath import *\nx = sin(1)"], []),
    ],
)
def test_only_what_is_used_and_bound_nowhere_is_put_back(
    texts: list[str], put_back: list[str], tmp_path: Path
) -> None:
    stub = "from __future__ import annotations\nimport math, json\nfrom math import sin as sin, cos"
    found, notes = restored(read(tmp_path, *texts), stub)
    assert found[len(found) - len(texts) :] == texts
    expected = {"math": "import math", "sin": "from math import sin as sin"}
    assert found[: len(found) - len(texts)] == [expected[name] for name in put_back]
    assert len(notes) == len(put_back)


# --- duplicated cells --------------------------------------------------------------------------


def test_an_empty_copy_does_not_win_over_what_is_filled_in(grade_book: Grading) -> None:
    grade = grade_book(IMPORTS, HUBER, QUIZ, EMPTY, NO_QUIZ)
    assert_huber_is_right(grade)
    assert checks(grade, "quiz")["q6"].outcome == "passed"
    assert grade.repairs == (
        "cell 4: an empty copy of my_huber_loss was left out; it is filled in in cell 2",
        "cell 5: an empty copy of quiz_answers was left out; it is filled in in cell 3",
    )


STUB = "def f(x): ...\n\nclass A:\n    def call(self): ...\n\nanswers = {'q1': ''}\n\ndef g(): return 2"


@pytest.mark.parametrize(
    ("texts", "name", "value"),
    [
        (["f = 1", "def f(x): ..."], "f", 1),
        (["f = 1", "@print\ndef f(x):\n    'Doc.'\n    raise NotImplementedError"], "f", 1),
        (["A = 1", "class A:\n    def call(self): pass", "class A: pass"], "A", 1),
        (["answers = {'q1': 'a'}", "answers = {'q1': '', 'q2': []}"], "answers", {"q1": "a"}),
        (["answers = {'q1': 'a'}; answers = {}"], "answers", {"q1": "a"}),
        (["g = 1", "def g():\n    return 2"], "g", 1),
        # the student's own last word stays the last
        (["f = 1", "def f(x): ...", "f = 3"], "f", 3),
        (["f = 1", "f = None"], "f", None),
        (["answers = {'q1': 'a'}", "answers = {}\nanswers['q2'] = 'b'"], "answers", {"q2": "b"}),
        (
            ["answers = {'q1': 'a'}", "answers = {}", "answers.update(q3='c')"],
            "answers",
            {"q3": "c"},
        ),
        (["answers = {'q1': 'a'}", "answers = {'q1': 'b'}"], "answers", {"q1": "b"}),
        (["answers = {'q1': ''}"], "answers", {"q1": ""}),
    ],
)
def test_the_last_definition_that_says_something_wins(
    texts: list[str], name: str, value: object, tmp_path: Path
) -> None:
    found, notes = restored(read(tmp_path, *texts), STUB)
    assert values(found)[name] == value
    assert [text.count("\n") for text in found] == [text.count("\n") for text in texts]
    assert all("an empty copy of" in note for note in notes)
    assert bool(notes) == (found != texts)


# --- cells of another kind ---------------------------------------------------------------------

FENCED = f"Here is my loss:\n\n```python{HUBER}```\nIt isn't fast; it works.\n"


@pytest.mark.parametrize(
    "cell",
    [
        ("markdown", HUBER),
        ("raw", HUBER),
        ("markdown", FENCED),
        ("markdown", f"## Part 1\n\nIn a notebook it's like this:\n\n{HUBER}\nDone. Note: slow\n"),
        ("markdown", "1. so:\n\n   ```" + HUBER.replace("\n", "\n   ") + "\n   ```"),
    ],
)
def test_code_in_a_cell_of_text_is_graded(cell: tuple[str, str], grade_book: Grading) -> None:
    grade = grade_book(IMPORTS, ("markdown", "# Title"), cell, QUIZ)
    assert_huber_is_right(grade)
    assert grade.repairs == (
        "text cell 2: it is text that holds code, which was read for my_huber_loss",
    )


def test_a_helper_and_the_quiz_are_found_in_text_as_well(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("markdown", "Twice as much:\n```\ndef twice(x):\n    return x * 2\n```"),
        ("raw", "def half(x):\n    return twice(x) / 4"),
        "y = half(3)",
        ("markdown", "answers = {'q1': 'a'}"),
    )
    texts, notes = restored(found, STUB.replace("def f(x): ...", ""))
    assert values(texts)["y"] == 1.5
    assert values(texts)["answers"] == {"q1": "a"}
    assert len(notes) == 3


def test_what_code_cells_define_is_not_taken_from_text_with_the_rest(tmp_path: Path) -> None:
    found = read(tmp_path, "g = 1", ("raw", "def f(x):\n    return g\ng = 2\nh = 3"))
    texts, _ = restored(found, STUB)
    assert {name: values(texts)[name] for name in ("g", "h")} == {"g": 1, "h": 3}
    assert "f" in values(texts)


def test_otters_lines_in_text_are_left_out_as_well(tmp_path: Path) -> None:
    found = read(tmp_path, ("markdown", "import otter\ngrader = otter.Notebook()\nf = 1"))
    assert restored(found, STUB)[0] == ["pass\npass\nf = 1"]


def test_what_is_prose_stays_prose(tmp_path: Path) -> None:
    """A name that code cells define is not looked for, nor is one that nothing asks for."""
    found = read(
        tmp_path,
        "def f(x):\n    return 1",
        ("markdown", "An example:\n```\ndef f(x):\n    return 2\n```"),
        ("markdown", "other = 3"),
        ("raw", "We import A. The class A has answers and g."),
        ("markdown", "A: a class\n\nanswers\n\ng"),
    )
    assert restored(found, STUB) == (["def f(x):\n    return 1"], ())


def test_statements_that_sentences_may_be_by_chance_are_not_run(tmp_path: Path) -> None:
    found = read(tmp_path, ("markdown", "Note: this\nprint('x')\nf = 1\nDone\nreturn"))
    assert restored(found, STUB)[0] == ["\n\nf = 1\n\n"]


# --- merged cells ------------------------------------------------------------------------------


def test_a_cell_that_was_merged_with_prose_loses_only_the_prose(grade_book: Grading) -> None:
    text = f"## Part 1\nThe Huber loss isn't hard:\n{HUBER}\n- Now the quiz.\nNote: this\n{QUIZ}"
    grade = grade_book(IMPORTS, text)
    assert_huber_is_right(grade)
    assert checks(grade, "quiz")["q6"].outcome == "passed"
    assert grade.repairs == ("cell 2: text that is no code was left out (line 2 and 1 more)",)


def test_a_message_names_the_line_of_a_merged_cell(grade_book: Grading) -> None:
    grade = grade_book(IMPORTS, f"It is so:\n\n{HUBER.replace('tf.abs', 'tf.nonsense')}")
    assert "(cell 2, line 5)" in checks(grade, "my_huber_loss")["values"].message


def test_what_is_broken_in_a_merged_cell_is_told(grade_book: Grading) -> None:
    text = f"def contrastive_loss(y_true, y_pred:\n    return 1\n{HUBER}"
    grade = grade_book(IMPORTS, text)
    assert_huber_is_right(grade)
    assert "never closed" in checks(grade, "contrastive_loss")["defined"].message
    first, second = grade.repairs
    assert first == "cell 2: it does not parse as a whole; its pieces were read one by one"
    assert second.startswith("cell 2, rest, line 1: did not run (SyntaxError:")


def test_a_cell_that_never_ran_does_not_win_over_one_that_did(tmp_path: Path) -> None:
    found = read(tmp_path, "f = 1", "My old version\nf = 2\ng = 3", "def g(): ...")
    assert values(restored(found, STUB)[0]) == {"f": 1, "g": 3}


def test_commands_of_a_merged_cell_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, "Why?\nimport math\n!ls\nif math:\n    %time\n    x = 1\n\nIt is so.")
    assert found.repairs == (
        "cell 1, line 4: notebook commands (lines with %, ! or ?) were left out",
        "cell 1: text that is no code was left out (line 1 and 2 more)",
    )


def test_an_old_version_in_quotes_is_not_revived(tmp_path: Path) -> None:
    found = read(tmp_path, 'f = 1\n"""\nf = 2\n"""\nThe end.')
    assert values(restored(found, STUB)[0]) == {"f": 1}


@pytest.mark.parametrize(
    "filling",
    ["other = answers\nother['q6'] = 'B'", "fill(answers)", "answers['q6'] = 'B'"],
)
def test_a_dictionary_that_is_filled_under_another_name_is_begun_anew(
    filling: str, tmp_path: Path
) -> None:
    cells = [
        "def fill(x): x['q6'] = 'B'",
        "answers = {'q7': 'A'}",
        "answers = {}",
        filling,
    ]
    kept, notes = restored(read(tmp_path, *cells), STUB)
    assert values(kept)["answers"] == {"q6": "B"}
    assert notes == ()


def test_a_class_that_is_patched_later_is_no_copy(tmp_path: Path) -> None:
    cells = ["class A:\n    x = 1", "class A: pass", "A.y = 2"]
    kept, _ = restored(read(tmp_path, *cells), STUB)
    assert vars(values(kept)["A"]).keys() >= {"y"}
    assert "x" not in vars(values(kept)["A"])


# --- reordered cells ---------------------------------------------------------------------------


def test_cells_in_reverse_order_run_in_the_order_that_works(grade_book: Grading) -> None:
    wrapped = "my_huber_loss = wrapped(my_huber_loss_itself)"
    itself = HUBER.replace("my_huber_loss", "my_huber_loss_itself").replace("1.0", "ONE", 1)
    wrapping = "def wrapped(f):\n    return f\nONE = number()"
    grade = grade_book(wrapped, itself, wrapping, "def number():\n    return 1.0", IMPORTS)
    assert_huber_is_right(grade)
    why = "ran after the cells below it, which define what it needs"
    assert grade.repairs == (
        f"cell 1, line 1: `{wrapped}` {why}",
        f"cell 3, line 3: `ONE = number()` {why}",
    )


def test_answers_may_come_before_their_dictionary(grade_book: Grading) -> None:
    grade = grade_book("quiz_answers['q6'] = 'B'", "quiz_answers = {}")
    assert checks(grade, "quiz")["q6"].outcome == "passed"
    assert len(grade.repairs) == 1


def test_what_no_cell_defines_is_told_once(grade_book: Grading) -> None:
    grade = grade_book("x = nowhere", IMPORTS, HUBER, "y = x + 1", "z = later", "later = 1")
    assert_huber_is_right(grade)
    first, second, third = grade.repairs
    assert first.startswith("cell 5, line 1: `z = later` ran after")
    assert first.count("cell") == 2
    assert second.startswith("cell 1, line 1: `x = nowhere` did not run (NameError")
    assert third.startswith("cell 4, line 1: `y = x + 1` did not run (NameError")


def test_a_later_definition_is_not_undone_by_running_an_earlier_one_again(
    grade_book: Grading,
) -> None:
    early = "my_huber_loss = wrong()"
    grade = grade_book(early, IMPORTS, HUBER, "def wrong():\n    return None")
    assert_huber_is_right(grade)
    assert [note[:32] for note in grade.repairs] == ["cell 1, line 1: `my_huber_loss ="]
    assert "did not run" in grade.repairs[0]


def test_a_statement_that_dies_when_it_runs_again_is_lost_alone(grade_book: Grading) -> None:
    grade = grade_book("x = die()", IMPORTS, HUBER, "import os\ndef die():\n    os._exit(0)")
    assert_huber_is_right(grade)
    (note,) = grade.repairs
    assert note.startswith("cell 1: `x = die()` did not run (WorkerDied")


def test_a_missing_name_is_told_even_if_the_hand_in_is_given_up(grade_text: Grading) -> None:
    grade = grade_text("import os\nx = nowhere\n" + "os._exit(0)\n" * 8)
    assert any("`x = nowhere` did not run (NameError" in note for note in grade.repairs)
    assert {check.outcome for check in checks(grade, "my_huber_loss").values()} > {"failed"}


def test_running_again_has_to_do_with_the_time_that_is_left(
    custom_losses: Assignment, sandbox: Sandbox, tmp_path: Path
) -> None:
    """Each round one of many slow statements would succeed."""
    chain = [f"x{k} = (time.sleep(0.2), x{k + 1})" for k in range(12)]
    found = read(tmp_path, f"import time\n{IMPORTS}", HUBER, "\n".join(chain), "x12 = 1")
    hasty = replace(custom_losses, budget=replace(custom_losses.budget, loading=2.0))
    grader = Grader(hasty, sandbox.address, SEED)
    grade = grader.grade(found, frozenset(["my_huber_loss"]))
    grader.close()
    assert_huber_is_right(grade)
    assert len(grade.repairs) == len(chain)
    assert grade.seconds < 10  # 15 s and more where time does not count


# --- metadata ----------------------------------------------------------------------------------

FULL = {
    "cells": [
        {
            "cell_type": "code",
            "id": "a1",
            "metadata": {"deletable": False},
            "execution_count": 3,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": ["x\n"]}],
            "source": ["x = 1\n", "y = 2"],
        },
        {"cell_type": "markdown", "id": "a2", "metadata": {}, "source": ["# Title\n", "text"]},
    ],
    "metadata": {"kernelspec": {"name": "python3"}, "language_info": {"name": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def without(*keys: str) -> dict[str, object]:
    cells = [{k: v for k, v in cell.items() if k not in keys} for cell in FULL["cells"]]  # type: ignore[attr-defined]
    return {k: v for k, v in {**FULL, "cells": cells}.items() if k not in keys}


@pytest.mark.parametrize(
    "stripped",
    [
        FULL,
        without("id"),
        without("metadata"),
        without("nbformat", "nbformat_minor"),
        without("id", "metadata", "nbformat", "nbformat_minor", "outputs", "execution_count"),
        {**without("id"), "nbformat_minor": 0},
        {**FULL, "metadata": None, "nbformat_minor": 9},
        {"cells": [{"cell_type": "code", "source": "x = 1\ny = 2"}, {"cell_type": "markdown"}]},
        {"cells": [{"cell_type": "code", "source": ["x = 1", "y = 2"]}]},
        {
            "nbformat": 3,
            "worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1\ny = 2"]}]}],
        },
    ],
)
def test_only_the_text_of_cells_matters(stripped: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "ann.ipynb"
    path.write_text(json.dumps(stripped), encoding="utf-8")
    found = submission.read(path, "ann", "custom_losses")
    assert [(cell.name, cell.text) for cell in found.cells] == [("cell 1", "x = 1\ny = 2")]
    assert found.repairs == ()


# --- which file --------------------------------------------------------------------------------

GIVEN = Given.of(named(IMPORTS, EMPTY, NO_QUIZ, "def test_it(): assert f"))
SAVED = json.dumps(
    {
        "cells": [
            {"cell_type": "code", "source": text, "outputs": [{"text": "3"}], "execution_count": 9}
            for text in (
                IMPORTS,
                "import numpy as np",
                EMPTY + "\n# TODO",
                NO_QUIZ,
                "y = my_huber_loss(1, 2)",
            )
        ],
        "metadata": {"colab": {"provenance": []}},
    }
)
FORMS = {
    "custom_losses.ipynb": SAVED,
    "custom_losses.py": f"# mine\n{OTTER}\n{IMPORTS}\n\n{EMPTY}\n{NO_QUIZ}\ngrader.check('f')\n",
    "custom_losses_colab.ipynb": book("%pip install -q otter-grader", OTTER, EMPTY),
    "test_public.py": "def test_it():\n    assert f\n",
    "helper.txt": "",
}
MINE = "def my_huber_loss(y_true, y_pred):\n    return y_true"


@pytest.mark.parametrize("filled", [*list(FORMS)[:3], "my work.ipynb"])
@pytest.mark.parametrize("pack", [False, True])
def test_of_all_forms_the_one_that_is_filled_in_is_graded(
    filled: str, pack: bool, tmp_path: Path
) -> None:
    text = MINE if filled.endswith(".py") else book(MINE)
    files = {**FORMS, filled: text}
    path = lay_out(tmp_path / "ann", files)
    if pack:
        path = tmp_path / "ann.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in files.items():
                archive.writestr(f"bundle/{name}", content)
    found = submission.read(path, "ann", "custom_losses", GIVEN)
    assert [cell.text for cell in found.cells] == [MINE]
    (note,) = [note for note in found.repairs if "graded" in note]
    graded, others = note.split(", not ")
    assert graded.endswith(filled)
    assert all(name in others for name in FORMS if name not in (filled, "helper.txt"))


def test_of_untouched_forms_the_notebook_is_graded(tmp_path: Path) -> None:
    found = submission.read(lay_out(tmp_path, FORMS), "ann", "custom_losses", GIVEN)
    assert found.main
    assert len(found.cells) == 5


def test_a_broken_notebook_beside_a_filled_in_script_does_not_stop_it(tmp_path: Path) -> None:
    lay_out(tmp_path, {"custom_losses.ipynb": '{"cells": [', "custom_losses.py": MINE})
    found = submission.read(tmp_path, "ann", "custom_losses", GIVEN)
    assert [cell.text for cell in found.cells] == [MINE]


def test_a_cell_that_does_not_parse_may_be_work(tmp_path: Path) -> None:
    lay_out(tmp_path, {"custom_losses.ipynb": book("def f(:"), "custom_losses.py": EMPTY})
    assert submission.read(tmp_path, "ann", "custom_losses", GIVEN).main


def test_the_files_that_are_handed_out_count_as_untouched(custom_losses: Assignment) -> None:
    for path in custom_losses.public.glob("*.ipynb"):
        found = submission.read(path, "stub", "custom_losses")
        assert custom_losses.given.is_untouched(found.cells)
    assert not custom_losses.given.is_untouched(named(MINE))


@pytest.mark.parametrize(
    ("text", "untouched"),
    [
        ("x = f(1)\nprint(x)\nif x:\n    y = 2", True),
        ("# TODO\ndef f(x):\n    'Doc.'\n    pass", True),
        ("answers = {'q1': '', 'q2': ''}", True),
        ("def g():\n    return (2)", True),
        ("helper(:", True),
        ("f = g", False),
        ("answers['q1'] = 'a'", False),
        ("answers.update(q1='a')", False),
        ("def f(x) return x", False),
    ],
)
def test_what_is_work_is_told_by_the_names_that_were_handed_out(text: str, untouched: bool) -> None:
    assert Given.of(named(STUB)).is_untouched(named(text)) is untouched


# --- what is up to something -------------------------------------------------------------------

ROOM = MAX_SOURCE - 200
HOSTILE = {
    "fences": "```\n" * (ROOM // 4),
    "fences with words": "```\nf\n" * (ROOM // 6),
    "half-open quotes": '"""\nf\n' * (ROOM // 6),
    "sentences": "f is so\n" * (ROOM // 8),
    "definitions": "def f(x) is\n" * (ROOM // 12),
    "indentation": " " * (ROOM // 2) + "f\n" + " " * (ROOM // 2 - 9) + "x y",
    "brackets": "f " + "([" * (ROOM // 2),
    "words": "f " * (ROOM // 2),
    "one word": "f\n" + "a" * ROOM,
    "null bytes": "f = 1\n\0\n" * (ROOM // 8),
    "decorators": "@f\n" * (ROOM // 3),
    "indented commands": "f\n\t%m\n  a b\n" * (ROOM // 12),
    "otter": "install otter-grader\n%" * (ROOM // 22),
    "elses": "if f: pass\n" + "elif 1: pass\n" * (ROOM // 13),
}


@pytest.mark.parametrize("kind", ["code", "markdown"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_of_the_largest_size_is_repaired_soon(text: str, kind: str, tmp_path: Path) -> None:
    start = process_time()
    restored(read(tmp_path, "x = f", (kind, text)), STUB)
    assert process_time() - start < 6  # half of it on a machine with nothing else to do


@pytest.mark.parametrize("kind", ["code", "markdown"])
def test_a_cell_of_too_many_pieces_is_left_as_it_is(kind: str, tmp_path: Path) -> None:
    few, many = ("so it is\n" * count + "f = 1" for count in (MAX_PIECES // 2, MAX_PIECES))
    assert "f" in values(restored(read(tmp_path, (kind, few)), STUB)[0])
    assert restored(read(tmp_path, (kind, many)), STUB)[0] == ([many] if kind == "code" else [])
    texts, _ = restored(read(tmp_path, (kind, few), (kind, few.replace("f", "A") + "\n.")), STUB)
    assert "A = 1" not in [text.strip() for text in texts]


def test_many_small_cells_are_repaired_soon(tmp_path: Path) -> None:
    start = process_time()
    cells = [
        (kind, f"so f is {k}\nf = {k}\nthe end") for k in range(990) for kind in ("code", "raw")
    ]
    restored(read(tmp_path, *cells), STUB)
    assert process_time() - start < 6


def test_many_of_otters_lines_in_deep_blocks_are_left_out_soon(tmp_path: Path) -> None:
    deep = "".join(" " * k + "if 1:\n" for k in range(90))
    start = process_time()
    found = read(tmp_path, deep + (" " * 90 + "grader.a()\n") * 1100, "grader.a();" * 200)
    assert process_time() - start < 4
    assert not any("grader" in cell.text for cell in found.cells)


def test_text_cells_count_towards_the_most_code(tmp_path: Path) -> None:
    huge = "f = 1\n" + "# x\n" * (MAX_SOURCE // 4)
    half = "f = 2\n" + "# x\n" * (MAX_SOURCE // 8)
    braces = "f = 3\n" + "{" * (MAX_BRACES // 2)
    marks = "f = 4 # a" + "\u0300" * 60
    found = read(tmp_path, half, ("raw", huge), ("raw", half), ("raw", braces), ("raw", marks))
    assert [cell.name for _, cell in found.prose] == ["text cell 3"]
    assert sum(len(cell.text) for _, cell in found.prose) + len(half) < MAX_SOURCE
    found = read(tmp_path, braces, ("raw", braces), ("raw", braces))
    assert len(found.prose) == 1


def test_a_picture_in_a_text_cell_does_not_refuse_the_notebook(tmp_path: Path) -> None:
    picture = "![plot](data:image/png;base64," + "iVBORw0KGgo" * 100_000 + ")"
    assert read(tmp_path, "x = 1", ("markdown", picture)).prose == ()


def test_a_folder_of_many_stubs_is_read_soon(tmp_path: Path) -> None:
    text = EMPTY + "\n" + "x\n" * (MAX_SOURCE // 2 - 100)
    for k in range(40):
        lay_out(tmp_path / f"{k:02}", {"custom_losses.py": text})
    start = process_time()
    submission.read(tmp_path, "ann", "custom_losses", GIVEN)
    assert process_time() - start < 6
