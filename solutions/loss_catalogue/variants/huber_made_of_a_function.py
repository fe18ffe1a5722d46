# title: a Huber class around a function of three arguments
# parts: HuberLoss
import keras
import tensorflow as tf


def one_huber(y_true, y_pred, delta):
    e = tf.abs(y_true - y_pred)
    small = tf.cast(e <= delta, tf.float32)
    return tf.reduce_mean(small * e**2 / 2 + (1 - small) * (delta * e - delta**2 / 2), axis=-1)


class Parametric(keras.losses.Loss):
    def __init__(self, function, name="parametric", **kwargs):
        reduction = kwargs.pop("reduction", "sum_over_batch_size")
        super().__init__(name=name, reduction=reduction)
        self.function, self.kwargs = function, kwargs

    def call(self, y_true, y_pred):
        return self.function(y_true, y_pred, **self.kwargs)


class HuberLoss(Parametric):
    def __init__(self, delta, **kwargs):
        super().__init__(one_huber, delta=delta, **kwargs)
