# title: multiplies the squared branch by the threshold too
# part: my_huber_loss_with_threshold
# fails: parameters
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        small = threshold * error ** 2 / 2
        big = threshold * (error - threshold / 2)
        return tf.where(error <= threshold, small, big)

    return loss
