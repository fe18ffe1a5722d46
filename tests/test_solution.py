"""The solution is right: closed forms in NumPy, hand-computed constants, Keras's own Huber.

Everything the hidden graders compare with comes from it.
"""

from __future__ import annotations

import runpy
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from autograder import submission
from autograder.assignment import Assignment
from autograder.grading import Grader
from autograder.master import solution
from tests.conftest import COURSE

SOLUTION = runpy.run_path(str(COURSE / "solutions" / "custom_losses" / "master.py"))
ERRORS = np.array([-5.0, -1.0, -0.4, 0.0, 0.4, 1.0, 3.0], dtype="f4")
DISTANCES = np.array([0.0, 0.2, 0.5, 1.0, 1.5, 3.0], dtype="f4")


def huber_forms(threshold: float) -> list[Any]:
    """Every form of the Huber loss that has this threshold, as a function of two tensors."""
    forms = [
        SOLUTION["my_huber_loss_with_threshold"](threshold),
        SOLUTION["MyHuberLoss"](threshold).call,
    ]
    return [*forms, SOLUTION["my_huber_loss"]] if threshold == 1 else forms


def contrastive_forms(margin: float) -> list[Any]:
    forms = [
        SOLUTION["contrastive_loss_with_margin"](margin),
        SOLUTION["ContrastiveLoss"](margin),
        SOLUTION["ContrastiveLoss"](margin).call,
    ]
    return [*forms, SOLUTION["contrastive_loss"]] if margin == 1 else forms


def gradient(loss: Any, y_true: Any, y_pred: Any) -> Any:
    """d sum(loss) / d y_pred."""
    y_pred = tf.constant(y_pred)
    with tf.GradientTape() as tape:
        tape.watch(y_pred)
        total = tf.reduce_sum(loss(tf.constant(y_true), y_pred))
    return tape.gradient(total, y_pred).numpy()


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        (1.0, [4.5, 0.5, 0.08, 0.0, 0.08, 0.5, 2.5]),
        (2.0, [8.0, 0.5, 0.08, 0.0, 0.08, 0.5, 4.0]),
        (0.5, [2.375, 0.375, 0.08, 0.0, 0.08, 0.375, 1.375]),
    ],
)
def test_huber_values_are_those_computed_by_hand(threshold: float, expected: list[float]) -> None:
    for loss in huber_forms(threshold):
        found = loss(tf.constant(ERRORS), tf.zeros(7))
        np.testing.assert_allclose(found, expected, rtol=1e-6)


@pytest.mark.parametrize("threshold", [0.3, 1.0, 2.5])
def test_huber_averages_to_keras_own_huber(threshold: float) -> None:
    y_true, y_pred = tf.constant(ERRORS[:, None]), tf.zeros((7, 1))
    expected = keras.losses.Huber(delta=threshold)(y_true, y_pred)
    for loss in huber_forms(threshold):
        np.testing.assert_allclose(tf.reduce_mean(loss(y_true, y_pred)), expected, rtol=1e-6)
    whole = SOLUTION["MyHuberLoss"](threshold)(y_true, y_pred)
    np.testing.assert_allclose(whole, expected, rtol=1e-6)


@pytest.mark.parametrize("threshold", [0.3, 1.0, 2.5])
def test_huber_gradient_is_the_error_clipped_at_the_threshold(threshold: float) -> None:
    # d/d y_pred of a function of y_true - y_pred: the sign turns
    expected = -np.clip(ERRORS, -threshold, threshold)
    for loss in huber_forms(threshold):
        found = gradient(loss, ERRORS, np.zeros(7, "f4"))
        np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_huber_keeps_the_shape_of_its_inputs() -> None:
    for shape in [(4,), (4, 1), (4, 3), (2, 3, 4)]:
        for loss in huber_forms(1.0):
            assert loss(tf.ones(shape), tf.zeros(shape)).shape == shape


@pytest.mark.parametrize(
    ("margin", "similar", "dissimilar"),
    [
        (1.0, [0.0, 0.04, 0.25, 1.0, 2.25, 9.0], [1.0, 0.64, 0.25, 0.0, 0.0, 0.0]),
        (2.0, [0.0, 0.04, 0.25, 1.0, 2.25, 9.0], [4.0, 3.24, 2.25, 1.0, 0.25, 0.0]),
    ],
)
def test_contrastive_values_are_those_computed_by_hand(
    margin: float, similar: list[float], dissimilar: list[float]
) -> None:
    for loss in contrastive_forms(margin):
        for label, expected in ((1.0, similar), (0.0, dissimilar)):
            for distance, cost in zip(DISTANCES, expected, strict=True):
                found = loss(tf.constant([label]), tf.constant([distance]))
                np.testing.assert_allclose(found, cost, rtol=1e-5, atol=1e-7)


def test_contrastive_is_the_mean_over_the_batch() -> None:
    # (0.5**2 + (1 - 0.2)**2) / 2 = (0.25 + 0.64) / 2
    for loss in contrastive_forms(1.0):
        found = loss(tf.constant([[1.0], [0.0]]), tf.constant([[0.5], [0.2]]))
        assert found.shape == ()
        np.testing.assert_allclose(found, 0.445, rtol=1e-6)


def test_contrastive_gradient_pulls_similar_pairs_and_pushes_near_dissimilar_ones() -> None:
    # 2 D for similar pairs, -2 (margin - D) inside the margin, nothing beyond; mean over 3
    y_true, y_pred = np.array([1, 0, 0], "f4"), np.array([0.6, 0.4, 1.7], "f4")
    for loss in contrastive_forms(1.0):
        found = gradient(loss, y_true, y_pred)
        np.testing.assert_allclose(found, [1.2 / 3, -1.2 / 3, 0.0], rtol=1e-5)


def test_the_solution_with_the_key_scores_every_point(
    custom_losses: Assignment, grader: Grader, tmp_path: Any
) -> None:
    text = solution(custom_losses.master.read_text(encoding="utf-8"), custom_losses.quiz)
    path = tmp_path / "solution.py"
    path.write_text(text, encoding="utf-8")
    grade = grader.grade(submission.read(path, "solution", "custom_losses"))
    assert (grade.status, grade.score, grade.max_score) == ("graded", 100, 100)
