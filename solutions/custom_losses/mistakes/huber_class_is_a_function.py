# title: a function under the class's name
# part: MyHuberLoss
# fails: defined
import tensorflow as tf


def MyHuberLoss(threshold):
    def loss(y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= threshold, error ** 2 / 2, threshold * (error - threshold / 2))

    return loss
