# title: tf.where gets its two branches in the wrong order
# part: my_huber_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    e = y_true - y_pred
    quadratic = 0.5 * tf.square(e)
    linear = tf.abs(e) - 0.5
    return tf.where(tf.abs(e) < 1, linear, quadratic)
