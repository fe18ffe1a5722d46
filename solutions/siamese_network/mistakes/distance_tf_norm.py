# part: euclidean_distance
# id: distance_tf_norm
# title: leaves it to tf.norm
# hint: The value of tf.norm is right, but look at its gradient for two equal rows. Write the root
#   yourself and keep it off zero.
# spoils: train_siamese
# fails: zero
# passes: defined values shape gradient
import keras
import tensorflow as tf


def euclidean_distance(one, other):
    return tf.norm(one - other, axis=1, keepdims=True)
