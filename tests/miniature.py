"""A course with one small assignment, sound in every respect: what validation is tried on."""

from __future__ import annotations

from pathlib import Path

from autograder import assignment, authoring

SLUG = "tiny"

_TOML = """\
schema = 1
title = "Tiny losses"

[[parts]]
name = "double_error"
checks = { defined = 0, values = 2, shape = 1 }

[[parts]]
name = "square_error"
checks = { defined = 0, values = 2, shape = 1 }

[quiz]
"""

_README = """\
# Tiny losses

`double_error` costs twice the size of an error, `square_error` its square, element by element.
"""

_PART = '''
# %% [raw]
# # BEGIN QUESTION
# name: {name}

# %% [raw]
# # BEGIN SOLUTION


# %%
def {name}(y_true, y_pred):
    """A cost for each element."""
    # BEGIN SOLUTION
    return {solution}
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_{name}_is_a_function({name}):
    """It can be called."""
    assert callable({name}), "expected a function"


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION
'''

_MASTER = f'''\
# %% [raw]
# # ASSIGNMENT CONFIG
# export_cell: false
# tests:
#   ok_format: false

# %%
import tensorflow as tf
{_PART.format(name="double_error", solution="tf.abs(y_true - y_pred) * 2.0")}
{_PART.format(name="square_error", solution="tf.square(y_true - y_pred) * 1.0")}

# %% [raw]
# # BEGIN QUESTION
# name: quiz_answers

# %% [raw]
# # BEGIN SOLUTION

# %%
quiz_answers = {{
    # QUIZ
}}

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_quiz_answers_are_given(quiz_answers):
    """There is a dictionary of answers."""
    assert isinstance(quiz_answers, dict), "expected a dictionary"


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION
'''

_QUIZ = """\
schema = 1

[[questions]]
id = "q1"
kind = "single"
source = "the handout"
text = "What does a loss cost that is right?"

[[questions.options]]
letter = "A"
right = true
text = "Nothing"
why = "The error is zero, and both of these losses are zero there."

[[questions.options]]
letter = "B"
right = false
text = "One"
why = "Neither loss has a constant in it."
"""

_GRADER = """\
import numpy as np
import pytest

from autograder.checks import Failure
from autograder.handle import Handle, Raised

pytestmark = pytest.mark.needs("defined")
parts = pytest.mark.parametrize("part", ["double_error", "square_error"])


@parts
def test_defined(part: str, submission: Handle) -> None:
    if submission.is_untouched(part):
        raise Failure("It is not filled in yet.")


@parts
def test_values(
    part: str, submission: Handle, reference: Handle, rng: np.random.Generator
) -> None:
    y_true, y_pred = rng.uniform(1.0, 2.0, (2, 4)).astype("f4")
    seen = submission.call(part, y_true, y_pred)
    due = reference.call(part, y_true, y_pred)
    if not np.allclose(np.mean(seen), np.mean(due)):
        raise Failure("Its values are wrong.")


@parts
def test_shape(part: str, submission: Handle) -> None:
    zeros = np.zeros(3, "f4")
    if submission.call(part, zeros, zeros).shape != (3,):
        raise Failure("It does not return a number for each element.")
"""

_QUIZ_GRADER = """\
from collections.abc import Mapping

from autograder.assignment import Assignment
from autograder.checks import Failure
from autograder.quiz import Question


def test_question(
    question: Question, answers: Mapping[str, object], assignment: Assignment
) -> None:
    assert assignment.quiz is not None
    mark = assignment.quiz.mark(question, assignment.quiz.find(answers, question))
    if mark.earned < 1:
        raise Failure(mark.message, mark.earned)
"""

_VARIANT = """\
# title: written with the other sign
# parts: double_error square_error
import tensorflow as tf


def double_error(y_true, y_pred):
    return 2.0 * tf.math.abs(y_pred - y_true)


def square_error(y_true, y_pred):
    error = y_pred - y_true
    return error * error
"""


def mistake(name: str, part: str, body: str, fails: str, passes: str, hint: str) -> str:
    """A planted mistake: ``part`` returns the expression ``body``."""
    return f"""\
# part: {part}
# id: {name}
# title: {name}
# hint: {hint}
# fails: {fails}
# passes: {passes}
import tensorflow as tf


def {part}(y_true, y_pred):
    return {body}
"""


_MISTAKES = {
    name: mistake(name, *rest)
    for name, *rest in [
        (
            "double_is_single",
            "double_error",
            "tf.abs(y_true - y_pred)",
            "values",
            "defined shape",
            "How many times does the size of an error count?",
        ),
        (
            "double_is_averaged",
            "double_error",
            "2.0 * tf.reduce_mean(tf.abs(y_true - y_pred))",
            "shape",
            "defined values",
            "Who takes the mean over the batch?",
        ),
        (
            "square_is_cube",
            "square_error",
            "(y_true - y_pred) ** 3",
            "values",
            "defined shape",
            "Can an error have a negative cost?",
        ),
    ]
}


def files() -> dict[str, str]:
    """The files that an author writes, by their path in the course."""
    private = f"solutions/{SLUG}"
    return {
        f"assignments/{SLUG}/assignment.toml": _TOML,
        f"assignments/{SLUG}/README.md": _README,
        f"{private}/master.py": _MASTER,
        f"{private}/quiz.toml": _QUIZ,
        f"{private}/graders/test_tiny.py": _GRADER,
        f"{private}/graders/test_quiz.py": _QUIZ_GRADER,
        f"{private}/variants/other_sign.py": _VARIANT,
        **{f"{private}/mistakes/{name}.py": text for name, text in _MISTAKES.items()},
    }


def build(course: Path) -> None:
    """Write the course, with what its master makes."""
    for name, text in files().items():
        path = course / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    authoring.write_public_files(assignment.load(course, SLUG))
