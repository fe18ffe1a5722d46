# title: relu does the work of maximum
# parts: my_huber_loss MyHuberLoss contrastive_loss contrastive_loss_with_margin
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    a = tf.abs(y_true - y_pred)
    # the parabola minus what it has too much beyond 1
    return 0.5 * tf.square(a) - 0.5 * tf.square(tf.nn.relu(a - 1.0))


class MyHuberLoss(tf.keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        a = tf.abs(y_true - y_pred)
        return 0.5 * tf.square(a) - 0.5 * tf.square(tf.nn.relu(a - self.threshold))


def contrastive_loss(y_true, y_pred):
    return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * tf.square(tf.nn.relu(1 - y_pred)))


def contrastive_loss_with_margin(margin):
    def f(y_true, y_pred):
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * tf.square(tf.nn.relu(margin - y_pred)))

    return f
