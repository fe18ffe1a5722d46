# title: absolute error in place of Huber
# part: my_huber_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    return tf.abs(y_true - y_pred)
