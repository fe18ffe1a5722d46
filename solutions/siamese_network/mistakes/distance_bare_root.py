# part: euclidean_distance
# id: distance_bare_root
# title: takes the square root of exactly zero
# hint: What is the slope of the square root at 0? Two equal embeddings, and it reaches every weight
#   as nan. Keep what is under the root a little above zero; tf.norm does not do that for you
#   either.
# spoils: train_siamese
# fails: zero
# passes: defined values shape gradient
import keras
import tensorflow as tf


def euclidean_distance(one, other):
    return tf.sqrt(tf.reduce_sum(tf.square(one - other), axis=1, keepdims=True))
