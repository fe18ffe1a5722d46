"""Where a part is defined: the physical line of the file that was handed in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder import place, submission
from autograder.assignment import Assignment
from autograder.grading import Grader
from autograder.result import Grade

SCRIPT = """import keras

def my_huber_loss(y_true, y_pred):
    quiz_answers = 1
    return y_pred

class MyHuberLoss(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return y_pred

quiz_answers = {}
"""


def book(*sources: object, **fields: object) -> dict[str, object]:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **fields}


def stands_at(text: str, needle: str) -> int:
    """The line of the file, from 1, that holds ``needle``."""
    (line,) = [number for number, line in enumerate(text.split("\n"), 1) if needle in line]
    return line


def test_a_script_is_numbered_as_an_editor_does() -> None:
    lines = place.lines(SCRIPT, is_notebook=False)
    assert (lines["my_huber_loss"], lines["MyHuberLoss"], lines["quiz_answers"]) == (3, 7, 11)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_count_once(end: str) -> None:
    assert place.lines(SCRIPT.replace("\n", end), is_notebook=False)["quiz_answers"] == 11


def test_the_last_definition_is_the_one_that_is_graded() -> None:
    assert place.lines("def f(x): 1\n\n\ndef f(x): 2\n", is_notebook=False)["f"] == 4


def test_a_use_of_a_name_is_no_definition() -> None:
    text = "def f(x): 1\nf(2)\nf == 3\nprint(f)\nclassic = f\n"
    assert place.lines(text, is_notebook=False)["f"] == 1


def test_a_notebook_is_numbered_by_the_lines_of_its_json() -> None:
    cells = ["import keras\n", "def my_huber_loss(a, b):\n", "    return b"], ["quiz_answers = {}"]
    for indent in (1, 2):
        text = json.dumps(book(*cells), indent=indent)
        lines = place.lines(text, is_notebook=True)
        assert lines["my_huber_loss"] == stands_at(text, "def my_huber_loss")
        assert lines["quiz_answers"] == stands_at(text, "quiz_answers =")


def test_markdown_outputs_and_metadata_define_nothing() -> None:
    code = ["def f(x):\n", "    return x"]
    notebook = book(code)
    loud = {"name": "stdout", "output_type": "stream", "text": ["def f(output):\n"]}
    notebook["cells"][0]["outputs"] = [loud]  # type: ignore[index]
    text = {"cell_type": "markdown", "metadata": {}, "source": ["def f(markdown):\n"]}
    notebook["cells"].append(text)  # type: ignore[attr-defined]
    written = json.dumps(notebook, indent=1)
    assert place.lines(written, is_notebook=True) == {"f": stands_at(written, "def f(x)")}


def test_a_cell_in_one_string_has_the_line_of_the_string() -> None:
    text = json.dumps(book("x = 1\ndef f(x):\n    return x"), indent=1)
    assert place.lines(text, is_notebook=True)["f"] == stands_at(text, "def f")
    assert place.lines(json.dumps(book("def f(x): 1")), is_notebook=True) == {"f": 1}


def test_an_old_notebook_has_its_cells_in_worksheets() -> None:
    cell = {"cell_type": "code", "input": ["def f(x):\n", "    return x"], "outputs": []}
    text = json.dumps({"worksheets": [{"cells": [cell]}], "nbformat": 3}, indent=1)
    assert place.lines(text, is_notebook=True) == {"f": stands_at(text, "def f")}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"cells": 3}', '{"cells": [{"source": 7}, 7]}', '{"cells": [' * 9],
)
def test_what_is_no_notebook_has_no_lines(text: str) -> None:
    assert place.lines(text, is_notebook=True) == {}


@pytest.fixture(scope="module")
def stubs(custom_losses: Assignment, grader: Grader) -> dict[str, Grade]:
    """The grades of the two stubs, by suffix."""
    paths = [custom_losses.stub, custom_losses.stub.with_suffix(".ipynb")]
    return {
        path.suffix: grader.grade(submission.read(path, "stub", "custom_losses")) for path in paths
    }


@pytest.mark.parametrize("suffix", [".py", ".ipynb"])
def test_a_result_says_where_each_part_stands(
    suffix: str, stubs: dict[str, Grade], custom_losses: Assignment
) -> None:
    grade = stubs[suffix]
    text = custom_losses.stub.with_suffix(suffix).read_text(encoding="utf-8")
    assert grade.file == f"custom_losses{suffix}"
    for part in grade.parts:
        assert part.line is not None
        line = text.split("\n")[part.line - 1].strip().lstrip('"')
        starts = [f"def {part.name}(", f"class {part.name}("]
        assert line.startswith("quiz_answers =" if part.name == "quiz" else tuple(starts)), line


def test_the_graded_file_is_named_by_its_path_in_the_hand_in(tmp_path: Path) -> None:
    (tmp_path / "hw" / "deep").mkdir(parents=True)
    (tmp_path / "hw" / "deep" / "loss.py").write_text(SCRIPT, encoding="utf-8")
    found = submission.read(tmp_path / "hw", "alice", "custom_losses")
    assert (found.file, found.lines["MyHuberLoss"]) == ("deep/loss.py", 7)


def test_json_that_only_looks_like_a_notebook_has_no_lines() -> None:
    text = '{"cells": [], "worksheets": [[{}, 1], {"cells": []}]}'
    assert place.lines(text, is_notebook=True) == {}
