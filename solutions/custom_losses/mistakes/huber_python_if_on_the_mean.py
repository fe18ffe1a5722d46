# title: Python if on the mean error, one branch for the whole batch
# part: my_huber_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = y_true - y_pred
    if tf.reduce_mean(tf.abs(error)) <= 1:
        return tf.square(error) / 2
    else:
        return tf.abs(error) - 0.5
