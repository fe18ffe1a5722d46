# title: the call of a Loss object instead of an inner function
# parts: cosine_loss fbeta_loss
import keras
import tensorflow as tf


class Each(keras.losses.Loss):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def call(self, y_true, y_pred):
        return self.function(y_true, y_pred)


def cosine_loss(axis):
    def directions(x):
        return x * tf.math.rsqrt(tf.maximum(tf.reduce_sum(x * x, axis=axis, keepdims=True), 1e-14))

    return Each(lambda y, p: -tf.reduce_sum(directions(y) * directions(p), axis=axis)).call


def fbeta_loss(beta):
    def score(y, p):
        weights = tf.constant([1.0 + beta**2, beta**2, 1.0])
        counts = [tf.reduce_sum(y * p), tf.reduce_sum(y * (1 - p)), tf.reduce_sum((1 - y) * p)]
        tp, fn, fp = tf.unstack(weights * tf.stack(counts))
        return (fn + fp + 1e-7) / (tp + fn + fp + 1e-7)

    return Each(score).call
