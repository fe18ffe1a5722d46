# title: linear branch lacks the factor threshold, which does not show at 1
# part: my_huber_loss_with_threshold
# fails: parameters
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= threshold, error ** 2 / 2, error - 0.5 * threshold)

    return loss
