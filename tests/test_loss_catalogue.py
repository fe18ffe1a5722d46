"""The catalogue's solution is right: closed forms in NumPy's float64, Keras's own losses.

Everything the hidden graders compare with comes from it.
"""

# mypy: allow-subclassing-any
# (Keras publishes no types, so its Loss is Any to mypy)

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from autograder import assignment, submission
from autograder.grading import Grader
from autograder.master import solution
from autograder.sandbox import Sandbox
from tests.conftest import COURSE, SEED, checks, failed

SOLUTION = runpy.run_path(str(COURSE / "solutions" / "loss_catalogue" / "master.py"))
EPSILON = 1e-7

Array = Any
LossFunction = Callable[[Any, Any], Any]


# --- inputs, and the formulas again -------------------------------------------------------------


def _inputs(seed: int = 3) -> dict[str, tuple[Array, Array]]:
    """Labels and predictions of every kind that the losses are for."""
    rng = np.random.default_rng(seed)
    shares, others = (rng.uniform(0.1, 1, (6, 4)) for _ in range(2))
    found = {
        "labels": (rng.integers(0, 2, (6, 4)), rng.uniform(-5, 5, (6, 4))),
        "classes": (np.eye(4)[rng.integers(0, 4, 6)], rng.uniform(-5, 5, (6, 4))),
        "counts": (rng.integers(0, 6, (6, 4)), rng.uniform(0.1, 6, (6, 4))),
        "shares": (shares / shares.sum(1, keepdims=True), others / others.sum(1, keepdims=True)),
        "numbers": (rng.uniform(-3, 3, (6, 4)), rng.uniform(-3, 3, (6, 4))),
        "probabilities": (rng.integers(0, 2, (6, 4)), rng.uniform(0, 1, (6, 4))),
        "triplets": (np.zeros((6, 1)), rng.uniform(-1, 1, (6, 9))),
        "quadruplets": (np.zeros((6, 1)), rng.uniform(-1, 1, (6, 12))),
    }
    return {kind: (y.astype("f4"), p.astype("f4")) for kind, (y, p) in found.items()}


INPUTS = _inputs()


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def bce(y: Array, z: Array) -> Array:
    return np.mean(-y * np.log(sigmoid(z)) - (1 - y) * np.log(1 - sigmoid(z)), axis=-1)


def smoothed(y: Array, z: Array, smoothing: float) -> Array:
    softmax = np.exp(z) / np.exp(z).sum(-1, keepdims=True)
    return -np.sum(((1 - smoothing) * y + smoothing / y.shape[-1]) * np.log(softmax), axis=-1)


def kl(y: Array, p: Array) -> Array:
    y, p = np.clip(y, EPSILON, 1), np.clip(p, EPSILON, 1)
    return np.sum(y * np.log(y / p), axis=-1)


def huber(y: Array, p: Array, delta: float) -> Array:
    e = np.abs(y - p)
    return np.mean(np.where(e <= delta, e**2 / 2, delta * e - delta**2 / 2), axis=-1)


def cosine(y: Array, p: Array, axis: int) -> Array:
    lengths = [np.maximum(np.linalg.norm(v, axis=axis), EPSILON) for v in (y, p)]
    return -np.sum(y * p, axis=axis) / (lengths[0] * lengths[1])


def _gap(one: Array, other: Array) -> Array:
    return np.sum((one - other) ** 2, axis=-1)


def triplet(_: Array, rows: Array, margin: float) -> Array:
    a, p, n = np.split(rows, 3, axis=1)
    return np.maximum(_gap(a, p) - _gap(a, n) + margin, 0)


def quadruplet(_: Array, rows: Array, one: float, two: float) -> Array:
    a, p, n, q = np.split(rows, 4, axis=1)
    near = _gap(a, p)
    return np.maximum(near - _gap(a, n) + one, 0) + np.maximum(near - _gap(q, n) + two, 0)


def fbeta(y: Array, p: Array, beta: float) -> Array:
    """By precision and recall, as it is defined."""
    precision, recall = np.sum(y * p) / np.sum(p), np.sum(y * p) / np.sum(y)
    return 1 - (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


def _huber_call(delta: float) -> LossFunction:
    found: LossFunction = SOLUTION["HuberLoss"](delta).call
    return found


MINE = SOLUTION
FORMULAS: dict[str, tuple[str, LossFunction, LossFunction]] = {
    "bce": ("labels", MINE["binary_crossentropy_from_logits"], bce),
    "cross-entropy": (
        "classes",
        MINE["smoothed_crossentropy"](0.0),
        lambda y, z: smoothed(y, z, 0),
    ),
    "smoothed": ("classes", MINE["smoothed_crossentropy"](0.3), lambda y, z: smoothed(y, z, 0.3)),
    "poisson": (
        "counts",
        MINE["poisson_loss"],
        lambda y, p: np.mean(p - y * np.log(p + EPSILON), axis=-1),
    ),
    "kl": ("shares", MINE["kl_divergence_loss"], kl),
    "mae": ("numbers", MINE["mae_loss"], lambda y, p: np.mean(np.abs(y - p), axis=-1)),
    "log-cosh": (
        "numbers",
        MINE["log_cosh_loss"],
        lambda y, p: np.mean(np.log(np.cosh(y - p)), axis=-1),
    ),
    "huber 1": ("numbers", _huber_call(1.0), lambda y, p: huber(y, p, 1)),
    "huber 2": ("numbers", _huber_call(2), lambda y, p: huber(y, p, 2)),
    "cosine": ("numbers", MINE["cosine_loss"](-1), lambda y, p: cosine(y, p, -1)),
    "cosine down": ("numbers", MINE["cosine_loss"](axis=0), lambda y, p: cosine(y, p, 0)),
    "triplet": ("triplets", MINE["triplet_loss"](0.4), lambda y, p: triplet(y, p, 0.4)),
    "quadruplet": (
        "quadruplets",
        MINE["quadruplet_loss"](0.9, 0.3),
        lambda y, p: quadruplet(y, p, 0.9, 0.3),
    ),
    "f1": ("probabilities", MINE["fbeta_loss"](1), lambda y, p: fbeta(y, p, 1)),
    "f2": ("probabilities", MINE["fbeta_loss"](2.0), lambda y, p: fbeta(y, p, 2)),
    "f-half": ("probabilities", MINE["fbeta_loss"](0.5), lambda y, p: fbeta(y, p, 0.5)),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_loss_is_what_its_formula_says(name: str) -> None:
    kind, loss, formula = FORMULAS[name]
    y, p = INPUTS[kind]
    found = loss(tf.constant(y), tf.constant(p))
    expected = formula(y.astype("f8"), p.astype("f8"))
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", FORMULAS)
def test_its_gradient_is_the_slope_of_the_formula(name: str) -> None:
    kind, loss, formula = FORMULAS[name]
    y, p = INPUTS[kind]
    point = tf.constant(p)
    with tf.GradientTape() as tape:
        tape.watch(point)
        total = tf.reduce_sum(loss(tf.constant(y), point))
    expected = np.zeros_like(p, dtype="f8")
    for place in np.ndindex(p.shape):  # central differences, in float64
        step = np.zeros_like(expected)
        step[place] = 1e-6
        above, below = (np.sum(formula(y.astype("f8"), p + sign * step)) for sign in (1, -1))
        expected[place] = (above - below) / 2e-6
    np.testing.assert_allclose(tape.gradient(total, point), expected, rtol=1e-3, atol=1e-4)


# --- Keras's own --------------------------------------------------------------------------------

THEIRS: dict[str, tuple[str, LossFunction, Callable[[str], Any]]] = {
    "bce": (
        "labels",
        MINE["binary_crossentropy_from_logits"],
        lambda r: keras.losses.BinaryCrossentropy(from_logits=True, reduction=r),
    ),
    "smoothed": (
        "classes",
        MINE["smoothed_crossentropy"](0.2),
        lambda r: keras.losses.CategoricalCrossentropy(
            from_logits=True, label_smoothing=0.2, reduction=r
        ),
    ),
    "poisson": ("counts", MINE["poisson_loss"], lambda r: keras.losses.Poisson(reduction=r)),
    "kl": ("shares", MINE["kl_divergence_loss"], lambda r: keras.losses.KLDivergence(reduction=r)),
    "mae": ("numbers", MINE["mae_loss"], lambda r: keras.losses.MeanAbsoluteError(reduction=r)),
    "log-cosh": ("numbers", MINE["log_cosh_loss"], lambda r: keras.losses.LogCosh(reduction=r)),
    "huber": (
        "numbers",
        _huber_call(1.5),
        lambda r: keras.losses.Huber(delta=1.5, reduction=r),
    ),
    "cosine": (
        "numbers",
        MINE["cosine_loss"](-1),
        lambda r: keras.losses.CosineSimilarity(reduction=r),
    ),
}


class Wrapped(keras.losses.Loss):
    """A function as a loss, as `compile` makes one of it."""

    def __init__(self, function: LossFunction, reduction: str) -> None:
        super().__init__(reduction=reduction)
        self.call = function


@pytest.mark.parametrize(
    "reduction", ["none", "sum", "sum_over_batch_size", "mean", "mean_with_sample_weight"]
)
@pytest.mark.parametrize("name", THEIRS)
def test_every_reduction_gives_what_keras_gives(name: str, reduction: str) -> None:
    kind, mine, theirs = THEIRS[name]
    y, p = INPUTS[kind]
    weights = np.array([1, 0, 2, 0.5, 1, 3], "f4")
    for weight in (None, weights):
        found = Wrapped(mine, reduction)(y, p, sample_weight=weight)
        expected = theirs(reduction)(y, p, sample_weight=weight)
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


EXTREMES = [
    ("bce", [[0.0, 1.0]], [[100.0, -100.0]]),
    ("bce", [[1.0, 0.0]], [[100.0, -100.0]]),
    ("smoothed", [[1.0, 0.0]], [[-100.0, 100.0]]),
    ("poisson", [[3.0, 0.0]], [[0.0, 0.0]]),
    ("kl", [[1.0, 0.0]], [[0.0, 1.0]]),
    ("kl", [[0.0, 0.0]], [[0.4, 0.6]]),
    ("kl", [[-0.5, 1.5]], [[2.0, -1.0]]),
    ("log-cosh", [[500.0, -500.0]], [[0.0, 0.0]]),
    ("huber", [[500.0, 1.5]], [[0.0, 0.0]]),
    ("cosine", [[0.0, 0.0]], [[1.0, 2.0]]),
    ("cosine", [[1.0, 2.0]], [[0.0, 0.0]]),
]


@pytest.mark.parametrize(("name", "y", "p"), EXTREMES)
def test_extremes_give_what_keras_gives(name: str, y: Array, p: Array) -> None:
    _, mine, theirs = THEIRS[name]
    expected = theirs("none")(tf.constant(y), tf.constant(p))
    assert np.all(np.isfinite(expected))
    np.testing.assert_allclose(mine(tf.constant(y), tf.constant(p)), expected, rtol=1e-5)


def test_cosine_follows_any_axis_as_keras_does() -> None:
    rng = np.random.default_rng(5)
    y, p = (rng.uniform(-1, 1, (3, 4, 5)).astype("f4") for _ in range(2))
    for axis in (0, 1, 2, -1):
        expected = keras.losses.cosine_similarity(tf.constant(y), tf.constant(p), axis=axis)
        np.testing.assert_allclose(SOLUTION["cosine_loss"](axis)(y, p), expected, rtol=1e-4)


def test_the_huber_class_reduces_and_weighs_as_keras_does() -> None:
    y, p = INPUTS["numbers"]
    weights = np.array([1, 0, 2, 0.5, 1, 3], "f4")
    for reduction in ("none", "sum", "sum_over_batch_size"):
        found = SOLUTION["HuberLoss"](1.5, reduction=reduction)(y, p, sample_weight=weights)
        theirs = keras.losses.Huber(delta=1.5, reduction=reduction)
        np.testing.assert_allclose(found, theirs(y, p, sample_weight=weights), rtol=1e-5)


# --- what the handout says of Keras -------------------------------------------------------------


def test_a_loss_of_each_element_can_weigh_columns_for_examples() -> None:
    class Elementwise(keras.losses.Loss):
        def call(self, y_true: Any, y_pred: Any) -> Any:
            return tf.abs(y_true - y_pred)

    loss = Elementwise(reduction="none")
    square = loss(tf.zeros((2, 2)), tf.ones((2, 2)), sample_weight=[1.0, 0.0])
    assert square.numpy().tolist() == [[1.0, 0.0], [1.0, 0.0]]
    with pytest.raises(tf.errors.InvalidArgumentError, match="Incompatible shapes"):
        loss(tf.zeros((3, 2)), tf.ones((3, 2)), sample_weight=[1.0, 0.0, 0.0])


def test_what_older_pages_say_fails_as_the_handout_says() -> None:
    with pytest.raises(ValueError, match="reduction"):
        keras.losses.Poisson(reduction="auto")
    assert keras.losses.Poisson().reduction == "sum_over_batch_size"
    assert not hasattr(keras.backend, "sum")
    with pytest.warns(UserWarning, match="input_length"):
        keras.layers.Embedding(10, 4, input_length=10)
    assert not hasattr(tf.zeros(1), "NumPy")


def test_keras_own_penalty_layer_divides_by_the_size_of_the_batch() -> None:
    theirs = keras.layers.ActivityRegularization(l1=0.1)
    theirs(tf.constant([[1.0, -2.0], [3.0, 0.0]]))
    np.testing.assert_allclose(theirs.losses, [0.3], rtol=1e-6)


# --- graded -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def catalogue_grader(sandbox: Sandbox) -> Iterator[Grader]:
    found = Grader(assignment.load(COURSE, "loss_catalogue"), sandbox.address, SEED)
    yield found
    found.close()


def _grade(grader: Grader, path: Path, text: str) -> Any:
    path.write_text(text, encoding="utf-8")
    return grader.grade(submission.read(path, "handin", "loss_catalogue"))


def _solution(*, keyed: bool) -> str:
    found = assignment.load(COURSE, "loss_catalogue")
    return solution(found.master.read_text(encoding="utf-8"), found.quiz if keyed else None)


def test_the_solution_with_the_key_scores_every_point(
    catalogue_grader: Grader, tmp_path: Path
) -> None:
    grade = _grade(catalogue_grader, tmp_path / "handin.py", _solution(keyed=True))
    assert (grade.status, grade.score, grade.max_score) == ("graded", 100, 100)


def test_a_ready_made_loss_costs_its_part_and_is_named(
    catalogue_grader: Grader, tmp_path: Path
) -> None:
    borrowed = """
from tensorflow.keras import losses as L

def mae_loss(y_true, y_pred):
    return L.mean_absolute_error(y_true, y_pred)

print(L.poisson([[1.0]], [[2.0]]), poisson_loss(tf.constant([[1.0]]), tf.constant([[2.0]])))
"""
    text = _solution(keyed=False) + borrowed
    grade = _grade(catalogue_grader, tmp_path / "handin.py", text)
    assert failed(grade, "mae_loss") == {"own_work"}
    found = checks(grade, "mae_loss")
    assert "`keras.losses.mean_absolute_error`" in found["own_work"].message
    assert sum(check.score for check in found.values()) == 0
    assert found["values"].message == "Not looked at: own_work comes first."
    assert not failed(grade, "poisson_loss")
