# title: a plain class with __call__, not a subclass of Loss
# part: ContrastiveLoss
# fails: signature shape
import tensorflow as tf


class ContrastiveLoss:
    def __init__(self, margin):
        self.margin = margin

    def __call__(self, y_true, y_pred):
        push = tf.square(tf.maximum(self.margin - y_pred, 0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)
