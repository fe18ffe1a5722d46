# title: a Huber class with get_config, registered
# parts: HuberLoss
import keras
import tensorflow as tf


@keras.saving.register_keras_serializable("mine")
class HuberLoss(keras.losses.Loss):
    def __init__(self, delta, name="my_huber", **kwargs):
        super().__init__(name=name, **kwargs)
        self.delta = float(delta)

    def call(self, y_true, y_pred):
        error = y_pred - y_true
        clipped = tf.clip_by_value(error, -self.delta, self.delta)
        return tf.reduce_mean(clipped * (error - clipped / 2), axis=-1)

    def get_config(self):
        return {**super().get_config(), "delta": self.delta}
