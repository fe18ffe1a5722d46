# title: keeps the threshold in a global, so the last one made rules all
# part: my_huber_loss_with_threshold
# fails: parameters
import tensorflow as tf

current = None


def _loss(y_true, y_pred):
    error = tf.abs(y_true - y_pred)
    return tf.where(error <= current, error ** 2 / 2, current * (error - current / 2))


def my_huber_loss_with_threshold(threshold):
    global current
    current = threshold
    return _loss
