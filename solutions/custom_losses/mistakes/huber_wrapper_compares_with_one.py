# title: uses the threshold in the formula but compares with 1
# part: my_huber_loss_with_threshold
# fails: parameters
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= 1, 0.5 * error ** 2, threshold * (error - 0.5 * threshold))

    return loss
