# part: HuberLoss
# id: huber_kwargs_dropped
# title: `**kwargs` are taken, but not passed on
# hint: `HuberLoss(1.0, reduction="sum")` still averages. Who is to know of the reduction, and
#   from where does it get it?
# fails: reduction
# passes: defined own_work values shape parameters gradient graph fit
import keras
import tensorflow as tf


class HuberLoss(keras.losses.Loss):
    def __init__(self, delta, **kwargs):
        super().__init__()
        self.delta = delta

    def call(self, y_true, y_pred):
        size = tf.abs(y_true - y_pred)
        quadratic = 0.5 * tf.square(size)
        linear = self.delta * size - 0.5 * self.delta**2
        return tf.reduce_mean(tf.where(size <= self.delta, quadratic, linear), axis=-1)
