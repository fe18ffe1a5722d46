# title: other names for labels and predictions, defaults for parameters
# parts: binary_crossentropy_from_logits smoothed_crossentropy mae_loss HuberLoss cosine_loss
import keras
import tensorflow as tf


def mae_loss(labels, outputs):
    return tf.math.reduce_mean(tf.math.abs(outputs - labels), axis=1)


def binary_crossentropy_from_logits(target, logit):
    return tf.math.reduce_mean(tf.math.softplus(logit) - target * logit, axis=1)


def smoothed_crossentropy(smoothing=0.1):
    def crossentropy(target, logits, classes=None):
        classes = classes or logits.shape[-1]
        target = (1 - smoothing) * target + smoothing / classes
        return -tf.math.reduce_sum(target * tf.nn.log_softmax(logits), axis=1)

    return crossentropy


def cosine_loss(axis=-1):
    def cosine(u, v):
        length = [tf.maximum(tf.reduce_sum(x**2, axis, keepdims=True), 1e-14) ** 0.5 for x in (u, v)]
        return tf.negative(tf.reduce_sum(u * v / (length[0] * length[1]), axis))

    return cosine


class HuberLoss(keras.losses.Loss):
    def __init__(self, delta=1.0, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.d = delta

    def call(self, t, o):
        e = tf.abs(o - t)
        return tf.reduce_mean(tf.where(e > self.d, self.d * (e - self.d / 2), e**2 / 2), axis=1)
