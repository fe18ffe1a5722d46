# part: HuberLoss
# id: huber_no_kwargs
# title: the constructor takes delta only
# hint: The stub's `**kwargs` are gone, and with them `reduction` and `name`. Keras itself needs
#   them, to build a saved loss again.
# fails: reduction
# passes: defined own_work values shape parameters gradient graph fit
import keras
import tensorflow as tf


class HuberLoss(keras.losses.Loss):
    def __init__(self, delta):
        super().__init__()
        self.delta = delta

    def call(self, y_true, y_pred):
        size = tf.abs(y_true - y_pred)
        quadratic = 0.5 * tf.square(size)
        linear = self.delta * size - 0.5 * self.delta**2
        return tf.reduce_mean(tf.where(size <= self.delta, quadratic, linear), axis=-1)
