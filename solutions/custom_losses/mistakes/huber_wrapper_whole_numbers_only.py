# title: int(threshold) throws the decimals away
# part: my_huber_loss_with_threshold
# fails: parameters
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    threshold = int(threshold)

    def loss(y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= threshold, error ** 2 / 2, threshold * (error - threshold / 2))

    return loss
