# title: subtracts 0.5 whatever the threshold is
# part: my_huber_loss_with_threshold
# fails: parameters
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= threshold, 0.5 * error ** 2, threshold * (error - 0.5))

    return loss
