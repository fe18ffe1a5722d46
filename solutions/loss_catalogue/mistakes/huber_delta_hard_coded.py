# part: HuberLoss
# id: huber_delta_hard_coded
# title: delta is kept, but 1 is used
# hint: Every delta gives the same numbers. Where in `call` is the delta of this object?
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
        linear = size - 0.5
        return tf.reduce_mean(tf.where(size <= 1.0, quadratic, linear), axis=-1)
