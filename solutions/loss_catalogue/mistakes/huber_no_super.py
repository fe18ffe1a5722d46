# part: HuberLoss
# id: huber_no_super
# title: the base class is never set up
# hint: Keras keeps name, reduction and dtype of every loss, and your object has none of them.
#   Which line of the constructor sets them up?
# fails: values parameters reduction gradient graph fit
# passes: defined own_work
import keras
import tensorflow as tf


class HuberLoss(keras.losses.Loss):
    def __init__(self, delta, **kwargs):
        self.delta = delta

    def call(self, y_true, y_pred):
        size = tf.abs(y_true - y_pred)
        quadratic = 0.5 * tf.square(size)
        linear = self.delta * size - 0.5 * self.delta**2
        return tf.reduce_mean(tf.where(size <= self.delta, quadratic, linear), axis=-1)
