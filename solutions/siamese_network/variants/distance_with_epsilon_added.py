# title: a tiny number under the root
# parts: euclidean_distance
import tensorflow as tf


def euclidean_distance(one, other):
    return tf.sqrt(tf.reduce_sum((one - other) ** 2, axis=1, keepdims=True) + 1e-9)
