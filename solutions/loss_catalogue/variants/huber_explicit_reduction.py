# title: a Huber class that names the arguments of its base
# parts: HuberLoss
import tensorflow as tf
from tensorflow.keras.losses import Loss


class HuberLoss(Loss):
    def __init__(self, delta, reduction="sum_over_batch_size", name=None, dtype=None):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.delta = tf.constant(delta, tf.float32)

    def call(self, y_true, y_pred):
        absolute = tf.abs(y_true - y_pred)
        excess = tf.nn.relu(absolute - self.delta)
        return tf.reduce_mean(0.5 * (absolute**2 - excess**2), axis=-1)
