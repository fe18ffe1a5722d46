# part: euclidean_distance
# id: distance_squared
# title: leaves the root out
# hint: Work the example with 3 and 4 by hand. Is what you return the distance, or something it is
#   the root of?
# spoils: train_siamese
# fails: values gradient
# passes: defined shape zero
import keras
import tensorflow as tf


def euclidean_distance(one, other):
    return tf.reduce_sum(tf.square(one - other), axis=1, keepdims=True)
