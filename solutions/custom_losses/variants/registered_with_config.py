# title: registered for saving, with get_config
# parts: my_huber_loss MyHuberLoss ContrastiveLoss
import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="coursework")
def my_huber_loss(y_true, y_pred):
    error = tf.abs(y_true - y_pred)
    return tf.where(error <= 1.0, error ** 2 * 0.5, error - 0.5)


@keras.saving.register_keras_serializable(package="coursework")
class MyHuberLoss(keras.losses.Loss):
    def __init__(self, threshold=1.0, name="my_huber_loss", **kwargs):
        super().__init__(name=name, **kwargs)
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= self.threshold, error ** 2 * 0.5, self.threshold * (error - 0.5 * self.threshold))

    def get_config(self):
        return {**super().get_config(), "threshold": self.threshold}


@keras.saving.register_keras_serializable(package="coursework")
class ContrastiveLoss(keras.losses.Loss):
    def __init__(self, margin=1.0, name="contrastive", **kwargs):
        super().__init__(name=name, **kwargs)
        self.margin = margin

    def call(self, y_true, y_pred):
        hinge = tf.maximum(self.margin - y_pred, 0.0)
        return tf.reduce_mean(y_true * y_pred ** 2 + (1.0 - y_true) * hinge ** 2)

    def get_config(self):
        config = super().get_config()
        config.update(margin=self.margin)
        return config

    @classmethod
    def from_config(cls, config):
        return cls(**config)
