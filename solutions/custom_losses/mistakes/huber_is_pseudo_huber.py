# title: the smooth pseudo-Huber loss in place of Huber
# part: my_huber_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    delta = 1.0
    e = y_true - y_pred
    return delta ** 2 * (tf.sqrt(1 + (e / delta) ** 2) - 1)
