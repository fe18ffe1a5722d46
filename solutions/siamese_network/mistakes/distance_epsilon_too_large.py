# part: euclidean_distance
# id: distance_epsilon_too_large
# title: adds 0.01 under the root
# hint: What you add under the root is no longer small: how far apart does it make two equal rows?
#   Choose something like keras.config.epsilon().
# spoils: train_siamese
# fails: values gradient zero
# passes: defined shape
import keras
import tensorflow as tf


def euclidean_distance(one, other):
    squares = tf.reduce_sum(tf.square(one - other), axis=1, keepdims=True)
    return tf.sqrt(squares + 0.01)
