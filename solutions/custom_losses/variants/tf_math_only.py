# title: every operation comes from tf.math
# parts: my_huber_loss contrastive_loss
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    half_square = tf.math.multiply(0.5, tf.math.squared_difference(y_true, y_pred))
    distance = tf.math.abs(tf.math.subtract(y_pred, y_true))
    straight = tf.math.subtract(distance, 0.5)
    return tf.where(tf.math.less_equal(distance, 1.0), half_square, straight)


def contrastive_loss(y_true, y_pred):
    pull = tf.math.multiply(y_true, tf.math.square(y_pred))
    push = tf.math.multiply(tf.math.subtract(1.0, y_true), tf.math.square(tf.math.maximum(tf.math.subtract(1.0, y_pred), 0.0)))
    return tf.math.reduce_mean(tf.math.add(pull, push))
