# title: linear branch subtracts the threshold, not half of it
# part: my_huber_loss
# fails: values parameters graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    t = 1.0
    e = tf.abs(y_true - y_pred)
    return tf.where(e <= t, e ** 2 / 2, t * (e - t))
