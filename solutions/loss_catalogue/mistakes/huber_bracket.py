# part: HuberLoss
# id: huber_bracket
# title: the large branch lacks its square, invisible at delta 1
# hint: Right for delta 1, wrong for others. Do your two branches meet at an error of exactly
#   delta? Try it by hand for delta 2.
# fails: parameters
# passes: defined own_work values shape reduction gradient graph fit
import keras
import tensorflow as tf


class HuberLoss(keras.losses.Loss):
    def __init__(self, delta, **kwargs):
        super().__init__(**kwargs)
        self.delta = delta

    def call(self, y_true, y_pred):
        size = tf.abs(y_true - y_pred)
        quadratic = 0.5 * tf.square(size)
        linear = self.delta * size - 0.5 * self.delta
        return tf.reduce_mean(tf.where(size <= self.delta, quadratic, linear), axis=-1)
