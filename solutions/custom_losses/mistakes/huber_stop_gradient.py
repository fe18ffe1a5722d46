# title: stop_gradient cuts the loss off the prediction
# part: my_huber_loss
# fails: gradient fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = tf.stop_gradient(tf.abs(y_true - y_pred))
    return tf.where(error <= 1.0, tf.square(error) / 2, error - 0.5)
