# title: the double where: no root is taken of zero
# parts: euclidean_distance
import tensorflow as tf


def euclidean_distance(one, other):
    squares = tf.reduce_sum(tf.math.squared_difference(one, other), 1, keepdims=True)
    is_zero = tf.equal(squares, 0.0)
    safe = tf.where(is_zero, tf.ones_like(squares), squares)
    return tf.where(is_zero, tf.zeros_like(squares), tf.sqrt(safe))
