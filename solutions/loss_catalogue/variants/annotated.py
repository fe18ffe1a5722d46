# title: type annotations, checks of the arguments and long docstrings
# parts: poisson_loss quadruplet_loss fbeta_loss
from __future__ import annotations

from typing import Callable

import tensorflow as tf

LossFunction = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]


def poisson_loss(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    """Poisson loss, see tf.nn.log_poisson_loss for one of logarithms."""
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    epsilon: float = 1e-7
    return tf.reduce_mean(y_pred - y_true * tf.math.log(y_pred + epsilon), axis=-1)


def quadruplet_loss(margin1: float, margin2: float) -> LossFunction:
    """Chen et al."""
    if margin1 < 0 or margin2 < 0:
        raise ValueError("margins must not be negative")

    def loss(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        size: int = y_pred.shape[-1] // 4
        a, p, n, q = (y_pred[:, k * size : (k + 1) * size] for k in range(4))

        def d(u: tf.Tensor, v: tf.Tensor) -> tf.Tensor:
            return tf.reduce_sum(tf.square(u - v), axis=-1)

        return tf.nn.relu(d(a, p) - d(a, n) + margin1) + tf.nn.relu(d(a, p) - d(q, n) + margin2)

    return loss


def fbeta_loss(beta: float) -> LossFunction:
    """One minus F-beta, from the sums of a matrix of hits and errors."""

    def loss(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        y, p = tf.reshape(y_true, [-1, 1]), tf.reshape(y_pred, [-1, 1])
        table = tf.matmul(tf.concat([y, 1 - y], 1), tf.concat([p, 1 - p], 1), transpose_a=True)
        tp, fn, fp = table[0, 0], table[0, 1], table[1, 0]
        return 1 - tp / (tp + (beta**2 * fn + fp) / (1 + beta**2) + 1e-7)

    return loss
