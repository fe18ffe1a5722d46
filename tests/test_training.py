"""Trainings in one model go where each of them goes alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from autograder import submission
from autograder.assignment import Assignment
from autograder.handle import Handle, Raised, Target
from autograder.sandbox import Limits, Sandbox, lease
from autograder.training import Training
from autograder.wire import Array

LOSSES = """\
import keras
import tensorflow as tf

def squared(y_true, y_pred):
    return tf.square(y_true - y_pred)

def mean_of_absolute(y_true, y_pred):
    return tf.reduce_mean(tf.abs(y_true - y_pred))

def per_row(y_true, y_pred):
    return tf.reduce_sum(3 * tf.square(y_true - y_pred), axis=-1)

class Fourth(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return (y_true - y_pred) ** 4

class Summed(keras.losses.Loss):
    def __init__(self):
        super().__init__(reduction="sum")

    def call(self, y_true, y_pred):
        return tf.square(y_true - y_pred) / 8

def pulled_together(y_true, y_pred):
    left, right = tf.split(y_pred, 2, axis=-1)
    return tf.reduce_sum(tf.square(left - right - y_true), axis=-1)

def in_numpy(y_true, y_pred):
    return abs(y_true.numpy() - y_pred.numpy())

def double_in_a_graph(y_true, y_pred):
    return squared(y_true, y_pred) * (1.0 if tf.executing_eagerly() else 2.0)

@tf.custom_gradient
def with_its_own_gradient(y_true, y_pred):
    slope = 2 * (y_pred - y_true)
    return slope**2 / 4, lambda upstream: (-upstream * slope, upstream * slope)

@tf.custom_gradient
def with_a_gradient_in_numpy(y_true, y_pred):
    slope = 2 * (y_pred - y_true)
    return slope**2 / 4, lambda upstream: (-upstream * slope, upstream * slope.numpy())

def with_it_in_a_branch(y_true, y_pred):
    one, other = with_a_gradient_in_numpy, squared
    return tf.cond(
        tf.reduce_all(y_true < 9.0), lambda: one(y_true, y_pred), lambda: other(y_true, y_pred)
    )
"""


@pytest.fixture(scope="module")
def handle(sandbox: Sandbox, custom_losses: Assignment) -> Iterator[Handle]:
    found = submission.from_text("losses", "losses.py", LOSSES)
    leased = Handle(found, found, lambda: lease(sandbox.address, Limits()), custom_losses.budget)
    with closing(leased):
        yield leased


def training(rng: np.random.Generator, x: Array) -> Training:
    y, kernel, bias = (rng.uniform(-1, 1, shape).astype("f4") for shape in ((10, 1), (2, 1), (1,)))
    return Training(x, y, kernel, bias)


@pytest.fixture
def trainings() -> list[Training]:
    rng = np.random.default_rng(5)
    x = rng.uniform(-1, 1, (10, 2)).astype("f4")  # the last batch is not full
    return [training(rng, x) for _ in range(5)]


def test_in_one_model_each_loss_goes_where_it_goes_alone(
    handle: Handle, trainings: list[Training]
) -> None:
    objects = [handle.make("Fourth"), handle.make("Summed")]
    targets: list[Target] = ["squared", "mean_of_absolute", "per_row", *objects]
    together = handle.fit_together(list(zip(targets, trainings, strict=True)))
    for target, each, found in zip(targets, trainings, together, strict=True):
        alone = handle.fit(target, each)
        assert not np.allclose(alone.kernel, each.kernel, atol=1e-3)  # it went somewhere
        for name in ("history", "kernel", "bias"):
            seen, due = getattr(found, name), getattr(alone, name)
            assert seen.shape == due.shape
            np.testing.assert_allclose(seen, due, rtol=1e-5, atol=1e-6, err_msg=f"{target} {name}")


def test_a_longer_training_goes_on_where_the_shorter_one_ends(
    handle: Handle, trainings: list[Training]
) -> None:
    once = trainings[0]
    twice = handle.fit("squared", replace(once, epochs=2))
    first = handle.fit("squared", once)
    second = handle.fit("squared", replace(once, kernel=first.kernel, bias=first.bias))
    np.testing.assert_allclose(twice.history, [*first.history, *second.history], rtol=1e-5)
    np.testing.assert_allclose(twice.kernel, second.kernel, rtol=1e-5)
    assert handle.trained["squared"][1] is second


def test_one_loss_that_fails_fails_them_all_and_spoils_nothing(
    handle: Handle, trainings: list[Training]
) -> None:
    with pytest.raises(Raised):
        handle.fit_together([("squared", trainings[0]), ("in_numpy", trainings[1])])
    assert np.isfinite(handle.fit("squared", trainings[0]).kernel).all()


def test_a_loss_that_is_another_in_a_graph_reports_another(
    handle: Handle, trainings: list[Training]
) -> None:
    one, two = (replace(each, batch_size=10) for each in trainings[:2])  # before the only step
    plain, other = handle.fit_together([("squared", one), ("double_in_a_graph", two)])
    np.testing.assert_allclose(plain.history, handle.fit("squared", one).history, rtol=1e-5)
    np.testing.assert_allclose(other.history, 2 * handle.fit("squared", two).history, rtol=1e-5)


def test_a_gradient_that_the_loss_brings_itself_is_traced(
    handle: Handle, trainings: list[Training]
) -> None:
    right = [("squared", trainings[0]), ("with_its_own_gradient", trainings[1])]
    _, own = handle.fit_together(right)
    np.testing.assert_allclose(own.kernel, handle.fit("squared", trainings[1]).kernel, rtol=1e-5)
    assert handle.gradient("with_a_gradient_in_numpy", trainings[0].y, trainings[1].y) is not None
    for name in ("with_a_gradient_in_numpy", "with_it_in_a_branch"):
        with pytest.raises(Raised, match="numpy"):
            handle.fit_together([right[0], (name, trainings[1])])


def test_losses_of_several_outputs_go_where_they_go_alone(
    handle: Handle, trainings: list[Training]
) -> None:
    rng = np.random.default_rng(6)
    shapes = ((10, 1), (2, 6), (6,))  # one column of labels, six outputs
    y, kernel, bias = (rng.uniform(-1, 1, shape).astype("f4") for shape in shapes)
    wide = Training(trainings[0].x, y, kernel, bias)
    chosen = [("squared", trainings[0]), ("pulled_together", wide), ("per_row", trainings[1])]
    for found, (target, alone) in zip(handle.fit_together(chosen), chosen, strict=True):
        due = handle.fit(target, alone)
        assert found.kernel.shape == alone.kernel.shape
        assert not np.allclose(found.kernel, alone.kernel)
        for one, other in (
            (found.history, due.history),
            (found.kernel, due.kernel),
            (found.bias, due.bias),
        ):
            np.testing.assert_allclose(one, other, rtol=1e-5)
