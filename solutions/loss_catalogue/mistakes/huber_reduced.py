# part: HuberLoss
# id: huber_reduced
# title: `call` averages over the whole batch
# hint: Your `call` averages everything, so that `reduction` and `sample_weight` have nothing left
#   to do. One number for each example is asked for; the rest is the base class's.
# fails: shape
# passes: defined own_work values parameters reduction gradient graph fit
import keras
import tensorflow as tf


class HuberLoss(keras.losses.Loss):
    def __init__(self, delta, **kwargs):
        super().__init__(**kwargs)
        self.delta = delta

    def call(self, y_true, y_pred):
        size = tf.abs(y_true - y_pred)
        quadratic = 0.5 * tf.square(size)
        linear = self.delta * size - 0.5 * self.delta**2
        return tf.reduce_mean(tf.where(size <= self.delta, quadratic, linear))
