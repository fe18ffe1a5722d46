"""Public checks of loss_catalogue: the ones that the notebook has, for the script.

    python test_public.py                 a line for each check
    python -m pytest test_public.py       the same with pytest

They look at the form that you filled in: loss_catalogue.py, loss_catalogue.ipynb, loss_catalogue_colab.ipynb.
What is handed in is graded with other numbers and more checks than these.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import runpy
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow has a lot to say of its own

FORMS = ["loss_catalogue.py", "loss_catalogue.ipynb", "loss_catalogue_colab.ipynb"]
SUBJECTS = ["binary_crossentropy_from_logits", "smoothed_crossentropy", "poisson_loss", "kl_divergence_loss", "mae_loss", "log_cosh_loss", "HuberLoss", "cosine_loss", "triplet_loss", "quadruplet_loss", "fbeta_loss", "L1PenaltyLayer", "quiz_answers"]


# --- the checks -------------------------------------------------------------------------------

def test_binary_crossentropy_from_logits_costs_what_the_docstring_says(
    binary_crossentropy_from_logits,
):
    """Small logits cost what the formula says, large ones too."""
    import tensorflow as tf

    loss = binary_crossentropy_from_logits
    for y_true, y_pred, cost in [
        ([1.0], [2.0], 0.126928),
        ([0.0], [2.0], 2.126928),
        ([1.0, 0.0], [2.0, 2.0], 1.126928),
        ([1.0], [-100.0], 100.0),
        ([0.0], [100.0], 100.0),
        ([1.0], [100.0], 0.0),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


def test_binary_crossentropy_from_logits_gives_a_loss_for_each_example(
    binary_crossentropy_from_logits,
):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = binary_crossentropy_from_logits(tf.ones((4, 3)) / 3, tf.ones((4, 3)) / 3)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


def test_binary_crossentropy_from_logits_trains_a_model(binary_crossentropy_from_logits):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=binary_crossentropy_from_logits)
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 2),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


def test_smoothed_crossentropy_returns_a_function(smoothed_crossentropy):
    """It returns the loss, which Keras calls later."""
    loss = smoothed_crossentropy(0.1)
    assert loss is not None, (
        "the wrapper returns None: not filled in yet, or is a `return` missing?"
    )
    assert callable(loss), "the wrapper should return the inner function itself, without calling it"


def test_smoothed_crossentropy_costs_what_the_docstring_says(smoothed_crossentropy):
    """Labels are smoothed, then compared with the softmax of the logits."""
    import tensorflow as tf

    loss = smoothed_crossentropy(smoothing=0.2)
    for y_true, y_pred, cost in [
        ([1.0, 0.0], [2.0, 0.0], 0.326928),
        ([0.0, 1.0], [2.0, 0.0], 1.926928),
        ([1.0, 0.0], [-100.0, 0.0], 90.0),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


def test_smoothed_crossentropy_gives_a_loss_for_each_example(smoothed_crossentropy):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = smoothed_crossentropy(0.1)(tf.ones((4, 3)) / 3, tf.ones((4, 3)) / 3)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


def test_smoothed_crossentropy_trains_a_model(smoothed_crossentropy):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(3)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=smoothed_crossentropy(0.1))
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 3),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


def test_poisson_loss_costs_what_the_docstring_says(poisson_loss):
    """Counts and rates cost what the formula says."""
    import tensorflow as tf

    loss = poisson_loss
    for y_true, y_pred, cost in [
        ([0.0], [1.0], 1.0),
        ([3.0], [2.0], -0.079442),
        ([0.0, 3.0], [1.0, 2.0], 0.460279),
        ([0.0], [0.0], 0.0),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


def test_poisson_loss_gives_a_loss_for_each_example(poisson_loss):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = poisson_loss(tf.ones((4, 3)) / 3, tf.ones((4, 3)) / 3)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


def test_poisson_loss_trains_a_model(poisson_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2, activation="exponential")
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=poisson_loss)
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.constant([[1.0, 4.0], [3.0, 0.0], [4.0, 0.0], [0.0, 2.0]]),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


def test_kl_divergence_loss_costs_what_the_docstring_says(kl_divergence_loss):
    """Distributions cost what the formula says, with zeros too."""
    import tensorflow as tf

    loss = kl_divergence_loss
    for y_true, y_pred, cost in [
        ([0.5, 0.5], [0.25, 0.75], 0.143841),
        ([0.2, 0.8], [0.2, 0.8], 0.0),
        ([1.0, 0.0], [0.5, 0.5], 0.693146),
        ([1.0, 0.0], [0.0, 1.0], 16.118095),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


def test_kl_divergence_loss_gives_a_loss_for_each_example(kl_divergence_loss):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = kl_divergence_loss(tf.ones((4, 3)) / 3, tf.ones((4, 3)) / 3)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


def test_kl_divergence_loss_trains_a_model(kl_divergence_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2, activation="softmax")
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=kl_divergence_loss)
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 2),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


def test_mae_loss_costs_what_the_docstring_says(mae_loss):
    """Errors cost their size."""
    import tensorflow as tf

    loss = mae_loss
    for y_true, y_pred, cost in [
        ([1.0, 5.0], [2.0, 3.0], 1.5),
        ([-1.0], [1.0], 2.0),
        ([3.0], [3.0], 0.0),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


def test_mae_loss_gives_a_loss_for_each_example(mae_loss):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = mae_loss(tf.ones((4, 3)) / 3, tf.ones((4, 3)) / 3)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


def test_mae_loss_trains_a_model(mae_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=mae_loss)
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 2),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


def test_log_cosh_loss_costs_what_the_docstring_says(log_cosh_loss):
    """Small errors cost what the formula says, large ones too."""
    import tensorflow as tf

    loss = log_cosh_loss
    for y_true, y_pred, cost in [
        ([1.0], [0.0], 0.433781),
        ([0.0], [1.0], 0.433781),
        ([2.0, 2.0], [2.0, 3.0], 0.216890),
        ([100.0], [0.0], 99.306853),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


def test_log_cosh_loss_gives_a_loss_for_each_example(log_cosh_loss):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = log_cosh_loss(tf.ones((4, 3)) / 3, tf.ones((4, 3)) / 3)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


def test_log_cosh_loss_trains_a_model(log_cosh_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=log_cosh_loss)
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 2),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


def test_huberloss_costs_what_the_docstring_says(HuberLoss):
    """With delta 2, errors up to 2 cost half their square."""
    import tensorflow as tf

    loss = HuberLoss(delta=2.0)
    for y_true, y_pred, cost in [
        ([1.0], [0.0], 0.5),
        ([0.0], [3.0], 4.0),
        ([1.0, 3.0], [0.0, 0.0], 2.25),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


def test_huberloss_gives_a_loss_for_each_example(HuberLoss):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = HuberLoss(1.0).call(tf.ones((4, 3)) / 3, tf.ones((4, 3)) / 3)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


def test_huberloss_passes_the_reduction_on(HuberLoss):
    """The base class gets `reduction`: None leaves the examples alone, "sum" adds them up."""
    import tensorflow as tf

    y_true, y_pred = tf.constant([[1.0], [3.0]]), tf.zeros((2, 1))
    single = HuberLoss(2.0, reduction=None)(y_true, y_pred)
    total = HuberLoss(2.0, reduction="sum")(y_true, y_pred)
    assert tuple(single.shape) == (2,), f"reduction=None should give shape (2,), not {single.shape}"
    assert abs(float(total) - 4.5) < 1e-4, (
        f'reduction="sum" should give 4.5, not {float(total):.6g}'
    )


def test_huberloss_trains_a_model(HuberLoss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=HuberLoss(1.0))
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 2),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


def test_cosine_loss_returns_a_function(cosine_loss):
    """It returns the loss, which Keras calls later."""
    loss = cosine_loss(-1)
    assert loss is not None, (
        "the wrapper returns None: not filled in yet, or is a `return` missing?"
    )
    assert callable(loss), "the wrapper should return the inner function itself, without calling it"


def test_cosine_loss_costs_what_the_docstring_says(cosine_loss):
    """Only directions count."""
    import tensorflow as tf

    loss = cosine_loss(axis=-1)
    for y_true, y_pred, cost in [
        ([1.0, 0.0], [3.0, 4.0], -0.6),
        ([2.0, 2.0], [0.1, 0.1], -1.0),
        ([1.0, 0.0], [-3.0, 0.0], 1.0),
        ([0.0, 0.0], [1.0, 2.0], 0.0),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


def test_cosine_loss_follows_the_axis(cosine_loss):
    """Along axis 0 each column is a vector."""
    import tensorflow as tf

    y_true, y_pred = tf.constant([[1.0, 1.0, 0.0], [0.0, 1.0, 2.0]]), tf.ones((2, 3))
    found = cosine_loss(axis=0)(y_true, y_pred)
    assert tuple(found.shape) == (3,), (
        f"2 rows and 3 columns should give shape (3,), not {found.shape}"
    )
    assert abs(float(found[1]) + 1.0) < 1e-4, (
        f"equal columns should cost -1, not {float(found[1]):.6g}"
    )


def test_cosine_loss_trains_a_model(cosine_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=cosine_loss(-1))
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 2),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


def test_triplet_loss_returns_a_function(triplet_loss):
    """It returns the loss, which Keras calls later."""
    loss = triplet_loss(1.0)
    assert loss is not None, (
        "the wrapper returns None: not filled in yet, or is a `return` missing?"
    )
    assert callable(loss), "the wrapper should return the inner function itself, without calling it"


def test_triplet_loss_costs_what_the_docstring_says(triplet_loss):
    """A negative that is far enough costs nothing, a nearer one costs what is missing."""
    import tensorflow as tf

    loss = triplet_loss(margin=0.5)
    for y_true, y_pred, cost in [
        ([0.0], [0.0, 0.0, 1.0, 0.0, 1.0, 0.5], 0.25),
        ([0.0], [0.0, 0.0, 1.0, 0.0, 2.0, 0.0], 0.0),
        ([1.0], [0.0, 0.0, 3.0, 0.0, 0.0, 1.0], 8.5),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


def test_triplet_loss_gives_a_loss_for_each_example(triplet_loss):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = triplet_loss(1.0)(tf.ones((4, 1)) / 1, tf.ones((4, 6)) / 6)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


def test_triplet_loss_trains_a_model(triplet_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(6)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=triplet_loss(1.0))
    x, y = tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]), tf.zeros((4, 1))
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


def test_quadruplet_loss_returns_a_function(quadruplet_loss):
    """It returns the loss, which Keras calls later."""
    loss = quadruplet_loss(1.0, 0.5)
    assert loss is not None, (
        "the wrapper returns None: not filled in yet, or is a `return` missing?"
    )
    assert callable(loss), "the wrapper should return the inner function itself, without calling it"


def test_quadruplet_loss_costs_what_the_docstring_says(quadruplet_loss):
    """Each half costs what is missing to its margin."""
    import tensorflow as tf

    loss = quadruplet_loss(margin1=0.5, margin2=0.25)
    for y_true, y_pred, cost in [
        ([0.0], [0.0, 0.0, 1.0, 0.0, 1.0, 0.5, 1.0, 1.5], 0.5),
        ([0.0], [0.0, 0.0, 1.0, 0.0, 9.0, 0.0, 9.0, 1.0], 0.25),
        ([1.0], [0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 9.0, 9.0], 0.5),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


def test_quadruplet_loss_gives_a_loss_for_each_example(quadruplet_loss):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = quadruplet_loss(1.0, 0.5)(tf.ones((4, 1)) / 1, tf.ones((4, 8)) / 8)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


def test_quadruplet_loss_trains_a_model(quadruplet_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(8)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=quadruplet_loss(1.0, 0.5))
    x, y = tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]), tf.zeros((4, 1))
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


def test_fbeta_loss_returns_a_function(fbeta_loss):
    """It returns the loss, which Keras calls later."""
    loss = fbeta_loss(1.0)
    assert loss is not None, (
        "the wrapper returns None: not filled in yet, or is a `return` missing?"
    )
    assert callable(loss), "the wrapper should return the inner function itself, without calling it"


def test_fbeta_loss_costs_what_the_docstring_says(fbeta_loss):
    """One minus the score, for two kinds of error."""
    import tensorflow as tf

    loss = fbeta_loss(beta=2)
    for y_true, y_pred, cost in [
        ([1.0, 1.0, 0.0, 0.0], [1.0, 0.5, 1.0, 0.0], 0.285714),
        ([1.0, 0.0], [1.0, 0.0], 0.0),
        ([1.0, 0.0], [0.0, 1.0], 1.0),
        ([0.0, 0.0], [0.0, 0.0], 1.0),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


def test_fbeta_loss_gives_a_single_number(fbeta_loss):
    """One number for the batch: counts of single examples make no score."""
    import tensorflow as tf

    found = fbeta_loss(1.0)(tf.ones((4, 2)), tf.ones((4, 2)) / 2)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (), f"a batch should give a scalar, not shape {tuple(found.shape)}"


def test_fbeta_loss_trains_a_model(fbeta_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2, activation="sigmoid")
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=fbeta_loss(1.0))
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 2),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


def test_l1penaltylayer_returns_its_inputs(L1PenaltyLayer):
    """What goes in comes out."""
    import tensorflow as tf

    x = tf.constant([[1.0, -2.0], [3.0, 0.0]])
    found = L1PenaltyLayer(factor=0.1)(x)
    assert found is not None, "`call` returns None: not filled in yet, or is a `return` missing?"
    assert bool(tf.reduce_all(found == x)), "`call` should return its inputs unchanged"


def test_l1penaltylayer_adds_one_loss(L1PenaltyLayer):
    """Calling it makes `losses` a list of one number, the factor times the sum of |x|."""
    import tensorflow as tf

    layer = L1PenaltyLayer(factor=0.1)
    layer(tf.constant([[1.0, -2.0], [3.0, 0.0]]))
    assert len(layer.losses) == 1, (
        f"expected one added loss, found {len(layer.losses)}: self.add_loss"
    )
    found = float(layer.losses[0])
    assert abs(found - 0.6) < 1e-4, (
        f"[[1, -2], [3, 0]] should cost 0.6 at factor 0.1, not {found:.6g}"
    )


def test_l1penaltylayer_shrinks_what_it_penalises(L1PenaltyLayer):
    """In a model, fit makes the penalised numbers smaller."""
    import keras
    import tensorflow as tf

    dense = keras.layers.Dense(1, kernel_initializer="ones")
    model = keras.Sequential([keras.Input((1,)), dense, L1PenaltyLayer(factor=1.0)])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    model.fit(tf.ones((2, 1)), tf.ones((2, 1)), epochs=2, verbose=0)
    weight = float(dense.kernel[0, 0])
    assert weight < 1.0, (
        "the penalty should pull the weight below 1, where the labels alone keep it"
    )


def test_quiz_answers_are_letters(quiz_answers):
    """Every question has an answer, written as letters. Whether it is right shows when it is graded."""
    assert isinstance(quiz_answers, dict), "quiz_answers should be a dictionary"
    for question, answer in quiz_answers.items():
        assert answer, f"{question} has no answer yet"
        assert set(answer) <= set("ABCDEFGH"), f"{question}: answer with letters, as in 'B' or 'AD'"


# --- running what you filled in ---------------------------------------------------------------


def form_that_was_filled_in() -> Path:
    """The form with the fewest `...` left in it."""
    here = Path(__file__).resolve().parent
    forms = [here / form for form in FORMS if (here / form).exists()]
    if not forms:
        raise FileNotFoundError(f"expected one of {', '.join(FORMS)} beside {Path(__file__).name}")
    return min(forms, key=blanks)


def blanks(form: Path) -> int:
    """How many solutions are missing, then how many answers of the quiz."""
    code = "\n".join(cells(form))
    return 1000 * len(re.findall(r"^ *\.\.\. *(?:#.*)?$", code, re.MULTILINE)) + code.count(': ""')


def cells(form: Path) -> list[str]:
    """The code of each cell; a script is one cell."""
    text = form.read_text(encoding="utf-8")
    if form.suffix == ".py":
        return [text]
    found = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    return [without_notebook_lines("".join(cell["source"])) for cell in found]


def without_notebook_lines(code: str) -> str:
    """The cell without magics, shell lines and Otter, which only a notebook understands."""
    pattern = r"^( *)(?:[%!].*|import otter|grader = .*|grader\..*)$"
    return re.sub(pattern, r"\1pass", code, flags=re.MULTILINE)


def names_of(form: Path) -> dict[str, object]:
    """What the form defines when it is run from top to bottom."""
    if form.suffix == ".py":
        return runpy.run_path(str(form))
    names: dict[str, object] = {"__name__": form.stem}
    for number, cell in enumerate(cells(form), 1):
        try:
            exec(compile(cell, f"code cell {number}", "exec"), names)
        except Exception as error:
            error.add_note(f"in code cell {number} of {form.name}")
            raise
    return names


try:
    import pytest
except ImportError:  # the checks also run without it
    pass
else:

    @pytest.fixture(scope="session")
    def submission_file() -> Path:
        """The form on trial."""
        return form_that_was_filled_in()

    @pytest.fixture(scope="session")
    def names(submission_file: Path) -> dict[str, object]:
        """What the form on trial defines."""
        return names_of(submission_file)

    def _fixture(subject: str):
        @pytest.fixture(name=subject)
        def found(names: dict[str, object]) -> object:
            return names.get(subject)

        return found

    for _subject in SUBJECTS:
        globals()[f"{_subject}_fixture"] = _fixture(_subject)


def main() -> int:
    """Run every check, a line each; the number of those that failed."""
    form = form_that_was_filled_in()
    print(f"Checking {form.name}")
    names, failed, heading = names_of(form), 0, ""
    for check in [check for name, check in globals().items() if name.startswith("test_")]:
        subjects = list(inspect.signature(check).parameters)
        if subjects[0] != heading:
            heading = subjects[0]
            print(f"\n{heading}")
        problem = problem_of(check, [names.get(subject) for subject in subjects])
        failed += problem is not None
        print(f"  {'passed' if problem is None else 'FAILED'}  {inspect.getdoc(check)}")
        if problem is not None:
            print(textwrap.indent(problem, " " * 10))
    print(f"\n{failed} failed." if failed else "\nAll public checks passed.")
    return failed


def problem_of(check: Callable[..., None], subjects: list[object]) -> str | None:
    """Why the check fails, None if it passes."""
    try:
        check(*subjects)
    except AssertionError as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}".strip()
    return None


if __name__ == "__main__":
    sys.exit(min(main(), 1))
