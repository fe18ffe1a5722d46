"""Running a hand-in's cells: what fails, hangs, trains or dies costs only itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder import submission
from autograder.grading import Grader
from autograder.result import Grade
from tests.conftest import checks, failed

HUBER = """
def my_huber_loss(y_true, y_pred):
    size = tf.abs(y_true - y_pred)
    return tf.where(size <= 1.0, size * size / 2, size - 0.5)
"""
Grading = Callable[[str], Grade]


def assert_huber_is_right(grade: Grade) -> None:
    assert grade.status == "graded"
    assert failed(grade, "my_huber_loss") == set()
    assert checks(grade, "my_huber_loss")["fit"].outcome == "passed"


@pytest.mark.parametrize(
    "trouble",
    [
        "1 / 0",
        "import a_module_that_nobody_has",
        "from google.colab import drive; drive.mount('/content')",
        "name = input('your name? ')",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()",
        "exit()",
        "raise KeyboardInterrupt",
        "import os; os._exit(0)",
        "import os; os.kill(os.getpid(), 9)",
        "open('/etc/passwd', 'w')",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
        "x = bytearray(10 << 30)",
        "print('x' * 10_000_000)",
        "import sys; sys.stdout.close()",
    ],
)
def test_trouble_at_top_level_costs_only_its_statement(trouble: str, grade_text: Grading) -> None:
    assert_huber_is_right(grade_text(f"import tensorflow as tf\n{trouble}\n{HUBER}"))


def test_an_endless_loop_is_stopped_and_noted(grade_text: Grading) -> None:
    grade = grade_text(f"import tensorflow as tf\nwhile True: pass\n{HUBER}")
    assert_huber_is_right(grade)
    assert any("while True" in note and "OutOfTime" in note for note in grade.repairs)


def test_a_loop_that_turns_the_alarm_off_is_killed(grade_text: Grading) -> None:
    stubborn = "for _ in [signal.setitimer(signal.ITIMER_REAL, 0)]:\n    while True: pass\n"
    grade = grade_text(f"import signal, tensorflow as tf\n{stubborn}\n{HUBER}")
    assert_huber_is_right(grade)
    assert any("WorkerTimeout" in note for note in grade.repairs)


def test_a_long_training_is_cut_short_and_the_next_cell_goes_on(grade_text: Grading) -> None:
    training = """
import keras, numpy as np
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.compile(optimizer="sgd", loss="mse")
history = model.fit(np.ones((6, 1)), np.ones((6, 1)), epochs=100_000)
print("epochs:", len(history.history["loss"]))
"""
    grade = grade_text(f"import tensorflow as tf\n{training}\n{HUBER}")
    assert_huber_is_right(grade)
    assert "epochs:" in grade.output
    assert any("training was ended" in note for note in grade.repairs)
    assert grade.seconds < 30


def test_a_loss_that_hangs_costs_only_its_own_part(grade_text: Grading) -> None:
    hang = "def contrastive_loss(y_true, y_pred):\n    while True: pass\n"
    grade = grade_text(f"import tensorflow as tf\n{hang}\n{HUBER}")
    assert_huber_is_right(grade)
    assert "did not finish in time" in checks(grade, "contrastive_loss")["values"].message
    assert grade.seconds < 40


def test_a_loss_that_kills_its_process_costs_only_its_own_part(grade_text: Grading) -> None:
    suicide = "import os\ndef contrastive_loss(y_true, y_pred):\n    os._exit(0)\n"
    grade = grade_text(f"import tensorflow as tf\n{suicide}\n{HUBER}")
    assert_huber_is_right(grade)
    assert "ended the Python process" in checks(grade, "contrastive_loss")["values"].message


def test_the_last_definition_of_a_name_wins(grade_text: Grading) -> None:
    wrong = "def my_huber_loss(y_true, y_pred):\n    return y_true\n"
    assert_huber_is_right(grade_text(f"import tensorflow as tf\n{wrong}\n{HUBER}"))


def test_the_main_guard_of_a_script_is_not_run(grade_text: Grading) -> None:
    guard = "if __name__ == '__main__':\n    print('main ran')\n"
    grade = grade_text(f"import tensorflow as tf\n{HUBER}\n{guard}")
    assert_huber_is_right(grade)
    assert "main ran" not in grade.output


def test_future_imports_reach_the_statements_after_them(grade_text: Grading) -> None:
    typed = HUBER.replace("y_true, y_pred):", "y_true: Nowhere, y_pred: Nowhere) -> Nowhere:")
    source = f"from __future__ import annotations\nimport tensorflow as tf\n{typed}"
    assert_huber_is_right(grade_text(source))


def test_a_cell_of_a_notebook_that_does_not_parse_costs_only_itself(
    grader: Grader, tmp_path: Path
) -> None:
    sources = ["import tensorflow as tf", "def broken(:\n    pass", HUBER, "%matplotlib inline"]
    cells = [
        {"cell_type": "code", "source": text, "metadata": {}, "outputs": [], "execution_count": 1}
        for text in sources
    ]
    path = tmp_path / "book.ipynb"
    path.write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    )
    grade = grader.grade(submission.read(path, "book", "custom_losses"))
    assert_huber_is_right(grade)
    assert any("cell 2" in note and "SyntaxError" in note for note in grade.repairs)


def test_a_name_that_an_import_failed_to_bring_is_explained(grade_text: Grading) -> None:
    source = HUBER.replace("tf.abs", "K.abs")
    grade = grade_text(f"import tensorflow as tf\nfrom kears import backend as K\n{source}")
    message = checks(grade, "my_huber_loss")["values"].message
    assert message.startswith("`K` is not defined, because `from kears import backend as K`")


def test_quiz_answers_that_only_running_can_tell_are_read_from_the_worker(
    grade_text: Grading,
) -> None:
    grade = grade_text("quiz_answers = {f'q{k}': 'A' for k in range(1, 26)}\n")
    assert all(c.message != "Not answered." for c in checks(grade, "quiz").values())


def test_quiz_answers_are_read_even_if_the_script_dies(grade_text: Grading) -> None:
    grade = grade_text("quiz_answers = {'q6': 'B'}\nimport os\nos._exit(0)\n")
    assert checks(grade, "quiz")["q6"].outcome == "passed"


@pytest.mark.parametrize(
    "answers",
    [
        "quiz_answers = 3",
        "quiz_answers = ['A'] * 25",
        "quiz_answers = {'q1': object(), 'q2': 3.5, 'q3': ['Z'], 'q4': 'E' * 5000, 'q99': 'A'}",
        "class D(dict):\n    def items(self): raise RuntimeError\nquiz_answers = D(q1='A')",
        "quiz_answers = {}\nquiz_answers['q1'] = quiz_answers",
    ],
)
def test_odd_quiz_answers_are_reported_and_score_nothing(answers: str, grade_text: Grading) -> None:
    grade = grade_text(answers)
    assert grade.status == "graded"
    quiz = checks(grade, "quiz").values()
    assert sum(check.score for check in quiz) == 0
    assert all(check.message and len(check.message) < 300 for check in quiz)


def test_output_is_kept_up_to_a_cap_and_changes_no_points(grade_text: Grading) -> None:
    grade = grade_text(f"import tensorflow as tf\nprint('hello')\nprint('x' * 10**6)\n{HUBER}")
    assert_huber_is_right(grade)
    assert grade.output.startswith("hello\n")
    assert len(grade.output) <= 64 << 10


def test_a_quiz_key_that_no_string_can_hold_is_an_unknown_question(grade_text: Grading) -> None:
    grade = grade_text(f"quiz_answers = {{0x{'f' * 5000}: 'A', 'q6': 'B'}}\n")
    assert grade.status == "graded"
    assert checks(grade, "quiz")["q6"].outcome == "passed"


def test_what_was_printed_before_a_crash_is_kept_once(grade_text: Grading) -> None:
    grade = grade_text("print('one')\nimport os\nprint('last words'), os._exit(1)\nprint('two')\n")
    assert grade.output.split("\n") == ["one", "two", "last words", ""]
