# title: the inner function reduces to a mean
# part: my_huber_loss_with_threshold
# fails: shape
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        small = tf.square(error) / 2
        big = threshold * (error - 0.5 * threshold)
        return tf.reduce_mean(tf.where(error <= threshold, small, big))

    return loss
