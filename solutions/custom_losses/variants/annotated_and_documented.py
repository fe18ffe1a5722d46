# title: type annotations and long docstrings
# parts: my_huber_loss my_huber_loss_with_threshold MyHuberLoss ContrastiveLoss
from __future__ import annotations

from typing import Callable, Union

import tensorflow as tf

Number = Union[int, float]
LossFn = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]


def my_huber_loss(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    """Huber loss with threshold 1.

    Args:
        y_true: labels.
        y_pred: predictions, same shape.

    Returns:
        One loss per element.
    """
    error: tf.Tensor = y_true - y_pred
    return tf.where(tf.abs(error) <= 1.0, 0.5 * tf.square(error), tf.abs(error) - 0.5)


def my_huber_loss_with_threshold(threshold: Number) -> LossFn:
    """Return a Huber loss that switches at `threshold`."""

    def loss(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """The loss itself."""
        error = y_true - y_pred
        return tf.where(
            tf.abs(error) <= threshold,
            0.5 * tf.square(error),
            threshold * (tf.abs(error) - 0.5 * threshold),
        )

    return loss


class MyHuberLoss(tf.keras.losses.Loss):
    """Huber loss as a class."""

    threshold: Number

    def __init__(self, threshold: Number) -> None:
        """Remember the threshold."""
        super().__init__()
        self.threshold = threshold

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """One loss per element."""
        loss: LossFn = my_huber_loss_with_threshold(self.threshold)
        return loss(y_true, y_pred)


class ContrastiveLoss(tf.keras.losses.Loss):
    """Contrastive loss as a class."""

    def __init__(self, margin: Number) -> None:
        super().__init__()
        self.margin: Number = margin

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Mean over the batch."""
        similar = y_true * tf.square(y_pred)
        different = (1 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0))
        return tf.reduce_mean(similar + different)
