# title: takes the larger branch everywhere
# part: my_huber_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    a = tf.abs(y_true - y_pred)
    return tf.maximum(tf.square(a) / 2, a - 0.5)
