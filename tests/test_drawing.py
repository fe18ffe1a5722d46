"""Curves of what failed: they show the mistake, whatever happens to them costs no point."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from autograder import assignment
from autograder.assignment import Assignment
from autograder.figure import MAX_FIGURES, Figure, Line
from autograder.grading import Grader
from autograder.result import Grade
from autograder.sandbox import Sandbox
from autograder.submission import from_text
from tests import miniature
from tests.conftest import SEED

NO_HALF = """
import tensorflow as tf

asked = False


def my_huber_loss(y_true, y_pred):
    global asked
    asked = asked or y_true.shape == (25, 1)
    e = tf.abs(y_true - y_pred)
    if asked:
        {trick}
    return tf.where(e <= 1.0, e * e, e - 0.5)
"""
SWAPPED = """
import tensorflow as tf

def contrastive_loss(y_true, y_pred):
    far = tf.square(tf.maximum(1.0 - y_pred, 0.0))
    return tf.reduce_mean((1 - y_true) * tf.square(y_pred) + y_true * far)
"""
ALWAYS_ONE = """
import tensorflow as tf

def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        e = tf.abs(y_true - y_pred)
        return tf.where(e <= 1.0, e * e / 2, e - 0.5)
    return loss
"""
RIGHT_MEAN = """
import tensorflow as tf

def my_huber_loss(y_true, y_pred):
    e = tf.abs(y_true - y_pred)
    return tf.reduce_mean(tf.where(e <= 1.0, e * e / 2, e - 0.5))
"""
DEAD = """
import tensorflow as tf

def my_huber_loss(y_true, y_pred):
    e = tf.stop_gradient(tf.abs(y_true - y_pred))
    return tf.where(e <= 1.0, e * e / 2, e - 0.5)
"""
HONEST = NO_HALF.format(trick="pass")
TRAINING = "Loss during model.fit"


@pytest.fixture(scope="module")
def impatient(custom_losses: Assignment, sandbox: Sandbox) -> Iterator[Grader]:
    """A grader that waits five seconds for an answer."""
    budget = replace(custom_losses.budget, request=5.0)
    with closing(Grader(replace(custom_losses, budget=budget), sandbox.address, SEED)) as made:
        yield made


@pytest.fixture(scope="module")
def honest(impatient: Grader) -> Grade:
    """The grade of who plays no trick."""
    return grade(impatient, HONEST)


def grade(grader: Grader, text: str, part: str = "my_huber_loss") -> Grade:
    return grader.grade(from_text("alice", "alice.py", text), frozenset([part]))


def figures(found: Grade) -> dict[str, Figure]:
    return {figure.title: figure for figure in found.parts[0].figures}


def points(figure: Figure, role: str, name: str | None = None) -> dict[float, float | None]:
    (line,) = [each for each in figure.lines if each.role == role and name in (None, each.name)]
    return dict(zip(line.x, line.y, strict=True))


# --- what they show ------------------------------------------------------------------------------


def test_a_missing_factor_shows_in_values_slopes_and_training(honest: Grade) -> None:
    shown = figures(honest)
    assert list(shown) == ["Loss with threshold 1", "Slope with threshold 1", TRAINING]
    values, slopes, training = shown.values()
    for error, theirs, right in [(0.5, 0.25, 0.125), (-1.0, 1.0, 0.5), (2.0, 1.5, 1.5), (0, 0, 0)]:
        assert points(values, "yours")[error] == theirs
        assert points(values, "expected")[error] == right
    for error, theirs, right in [(0.5, -1.0, -0.5), (-0.75, 1.5, 0.75), (3.0, -1.0, -1.0)]:
        assert points(slopes, "yours")[error] == theirs
        assert points(slopes, "expected")[error] == right
    due = points(training, "expected")
    assert list(due) == list(points(training, "yours")) == [1, 2, 3, 4, 5, 6]
    assert due != points(training, "yours")
    assert list(due.values()) == sorted(due.values(), key=lambda y: -(y or 0.0))


def test_swapped_labels_show_as_swapped_lines(grader: Grader) -> None:
    shown = figures(grade(grader, SWAPPED, "contrastive_loss"))
    assert list(shown) == ["Loss with margin 1", "Slope with margin 1", TRAINING]
    similar, dissimilar = "similar (Y = 1)", "dissimilar (Y = 0)"
    for figure in list(shown.values())[:2]:
        assert points(figure, "yours", similar) == points(figure, "expected", dissimilar)
        assert points(figure, "yours", dissimilar) == points(figure, "expected", similar)
    due = points(shown["Loss with margin 1"], "expected", dissimilar)
    assert (due[0.0], due[0.5], due[1.0], due[1.5]) == (1.0, 0.25, 0.0, 0.0)
    due = points(shown["Slope with margin 1"], "expected", similar)
    assert (due[0.0], due[0.5], due[1.0]) == (0.0, 1.0, 2.0)


def test_a_threshold_that_is_passed_over_shows_with_another_one(grader: Grader) -> None:
    shown = figures(grade(grader, ALWAYS_ONE, "my_huber_loss_with_threshold"))
    assert list(shown) == ["Loss with threshold 1", "Loss with threshold 2"]
    one, two = shown.values()
    assert points(one, "yours") == points(one, "expected")
    assert (points(two, "yours")[3.0], points(two, "expected")[3.0]) == (2.5, 4.0)


def test_a_loss_that_is_averaged_is_asked_element_by_element(grader: Grader) -> None:
    (values,) = figures(grade(grader, RIGHT_MEAN)).values()
    assert len(values.lines[0].x) == 25
    assert points(values, "yours") == points(values, "expected")


def test_a_dead_gradient_is_flat(grader: Grader) -> None:
    shown = figures(grade(grader, DEAD))
    assert set(points(shown["Slope with threshold 1"], "yours").values()) == {0.0}


def test_what_is_right_or_missing_has_no_curves(grader: Grader) -> None:
    assert figures(grade(grader, HONEST.replace("e * e", "e * e / 2"))) == {}
    assert figures(grade(grader, HONEST, "contrastive_loss")) == {}


def test_a_verdict_alone_is_not_drawn(impatient: Grader, honest: Grade) -> None:
    hand_in = from_text("alice", "alice.py", HONEST)
    judged = impatient.judge(hand_in, frozenset(["my_huber_loss"]))
    assert judged.parts[0].checks == honest.parts[0].checks
    assert figures(judged) == {}


# --- a submission that knows when it is drawn ----------------------------------------------------


@pytest.mark.parametrize(
    ("trick", "drawn"),
    [
        ("return 'a text'", set()),
        ("return tf.complex(e, e)", set()),
        ("return tf.zeros((3000, 3000))", set()),
        ("raise ValueError('<script>' * 9999)", set()),
        ("import os; os._exit(1)", set()),
        ("import ctypes; ctypes.string_at(0)", set()),
        ("while True: pass", set()),
        ("return tf.zeros((1000, 1000))", {0.0}),
        ("return tf.fill((7, 3), 2.0)", {2.0}),
        ("return tf.zeros((0,))", {None}),
        ("return tf.fill(y_true.shape, float('nan'))", {None}),
        ("return tf.fill(y_true.shape, tf.constant(-1e308, tf.float64))", {-1e308}),
        ("return tf.fill(y_true.shape, tf.constant(2**63 - 1, tf.int64))", {9.22337e18}),
    ],
)
def test_who_misbehaves_when_drawn_has_the_points_and_the_hint_of_who_does_not(
    trick: str, drawn: set[float | None], impatient: Grader, honest: Grade
) -> None:
    found = grade(impatient, NO_HALF.format(trick=trick))
    assert replace(found.parts[0], figures=(), source="") == replace(
        honest.parts[0], figures=(), source=""
    )
    assert found.error is None
    assert found.staff == ()
    shown = figures(found)
    assert shown.pop(TRAINING) == figures(honest)[TRAINING]
    values = shown.get("Loss with threshold 1")
    assert (set(points(values, "yours").values()) if values else set()) == drawn
    written = json.dumps(found.as_json())
    assert len(written) < 20_000
    assert "script" not in written.replace("<script>' * 9999", "")
    assert Grade.from_json(json.loads(written)).parts == found.parts


# --- an assignment's own drawing -----------------------------------------------------------------


@pytest.fixture
def tiny(tmp_path: Path, sandbox: Sandbox) -> Callable[[str], Grade]:
    """Grades a wrong part of a miniature assignment that draws what it is given to."""
    miniature.build(tmp_path)
    private = tmp_path / "solutions" / miniature.SLUG
    text = (private / "mistakes" / "double_is_single.py").read_text(encoding="utf-8")

    def drawn(code: str) -> Grade:
        (private / "graders" / "figures.py").write_text(code, encoding="utf-8")
        found = assignment.load(tmp_path, None)
        with closing(Grader(found, sandbox.address, SEED)) as made:
            return grade(made, text, "double_error")

    return drawn


IMPORTS = "from autograder.figure import Figure, Line\nfrom autograder.handle import Raised\n"
FIGURE = "Figure('Title', 'x', 'y', (Line('error', 'yours', (0.0,), (None,)),))"


def drawing(body: str) -> str:
    return f"{IMPORTS}def figures(part, failed, submission, reference):\n    {body}\n"


def test_an_assignment_is_told_what_failed_and_draws_what_it_likes(
    tiny: Callable[[str], Grade],
) -> None:
    found = tiny(
        drawing(f"assert (part, failed) == ('double_error', {{'values'}}); yield {FIGURE}")
    )
    assert found.staff == ()
    assert found.parts[0].figures == (
        Figure("Title", "x", "y", (Line("error", "yours", (0.0,), (None,)),)),
    )


def test_too_many_figures_are_cut(tiny: Callable[[str], Grade]) -> None:
    found = tiny(drawing(f"while True: yield {FIGURE}"))
    assert len(found.parts[0].figures) == MAX_FIGURES
    assert found.staff == ()


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (f"yield {FIGURE}; 1 / 0", "ZeroDivisionError"),
        (f"yield {FIGURE}; yield 'a picture'", "AttributeError"),
        (f"yield {FIGURE}; yield Figure('', '', '', ({FIGURE}.lines[0],) * 9)", "at most 8 lines"),
        (f"yield {FIGURE}; Line('', 'mine', (), ())", "yours"),
        (f"yield {FIGURE}; Line('', 'yours', (0.0,), ())", "as many y as x"),
        (f"yield {FIGURE}; Line('', 'yours', (float('nan'),), (0.0,))", "finite"),
        (f"yield {FIGURE}; reference.call('nothing')", "the solution fails on nothing"),
    ],
)
def test_trouble_of_a_drawing_is_a_note_for_staff_and_keeps_what_there_was(
    body: str, complaint: str, tiny: Callable[[str], Grade]
) -> None:
    found = tiny(drawing(body))
    assert (found.status, found.score, len(found.parts[0].figures)) == ("graded", 1.0, 1)
    (note,) = found.staff
    assert note.startswith("curves of double_error are missing: ")
    assert complaint in note


@pytest.mark.parametrize("code", ["figures = 1 / 0", "x = 1", "def figures(part): return []"])
def test_a_file_that_draws_nothing_is_a_note_for_staff(
    code: str, tiny: Callable[[str], Grade]
) -> None:
    found = tiny(code)
    assert (found.status, found.score, found.parts[0].figures) == ("graded", 1.0, ())
    (note,) = found.staff
    assert "figures" in note


def test_what_the_submission_raises_is_nobody_elses_trouble(tiny: Callable[[str], Grade]) -> None:
    found = tiny(drawing(f"yield {FIGURE}; submission.call('nothing')"))
    assert (found.staff, len(found.parts[0].figures)) == ((), 1)
