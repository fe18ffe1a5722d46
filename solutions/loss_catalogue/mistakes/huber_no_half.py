# part: HuberLoss
# id: huber_no_half
# title: the small branch lacks its factor 1/2
# hint: Small errors cost twice what they should, and your branches do not meet at delta.
# fails: values parameters gradient graph fit
# passes: defined own_work shape reduction
import keras
import tensorflow as tf


class HuberLoss(keras.losses.Loss):
    def __init__(self, delta, **kwargs):
        super().__init__(**kwargs)
        self.delta = delta

    def call(self, y_true, y_pred):
        size = tf.abs(y_true - y_pred)
        quadratic = tf.square(size)
        linear = self.delta * size - 0.5 * self.delta**2
        return tf.reduce_mean(tf.where(size <= self.delta, quadratic, linear), axis=-1)
