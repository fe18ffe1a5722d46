# title: subtracts the whole squared threshold, not half of it
# part: my_huber_loss_with_threshold
# fails: values parameters graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= threshold, error ** 2 / 2, threshold * error - threshold ** 2)

    return loss
