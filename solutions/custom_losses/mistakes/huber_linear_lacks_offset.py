# title: linear branch is |e|, without the - 1/2
# part: my_huber_loss
# fails: values parameters graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = y_true - y_pred
    return tf.where(tf.abs(error) <= 1.0, tf.square(error) / 2, tf.abs(error))
