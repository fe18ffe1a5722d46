# part: HuberLoss
# id: huber_branches_swapped
# title: the branches have changed places
# hint: Small errors get the straight line and large ones the square. Which value does tf.where
#   take where its condition is true?
# fails: values parameters gradient graph fit
# passes: defined own_work
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
        return tf.reduce_mean(tf.where(size <= self.delta, linear, quadratic), axis=-1)
