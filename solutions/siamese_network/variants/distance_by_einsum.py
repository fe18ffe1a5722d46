# title: einsum, and an axis added at the end
# parts: euclidean_distance
import keras
import tensorflow as tf


def euclidean_distance(one, other):
    gap = tf.subtract(other, one)
    squares = tf.einsum("nk,nk->n", gap, gap)
    return tf.expand_dims(tf.math.sqrt(tf.math.maximum(squares, keras.backend.epsilon())), -1)
