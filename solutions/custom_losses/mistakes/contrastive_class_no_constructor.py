# title: no __init__; the margin is a class attribute
# part: ContrastiveLoss
# fails: signature values parameters gradient graph fit
import tensorflow as tf
from tensorflow.keras.losses import Loss


class ContrastiveLoss(Loss):
    margin = 1

    def call(self, y_true, y_pred):
        push = tf.square(tf.maximum(self.margin - y_pred, 0))
        return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)
