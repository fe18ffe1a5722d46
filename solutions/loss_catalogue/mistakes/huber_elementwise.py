# part: HuberLoss
# id: huber_elementwise
# title: `call` averages nothing
# hint: `call` returns one number for each element. Keras would average them rightly, but its sum
#   would be another: one number for each example is asked for.
# fails: shape reduction
# passes: defined own_work values parameters gradient graph fit
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
        return tf.where(size <= self.delta, quadratic, linear)
