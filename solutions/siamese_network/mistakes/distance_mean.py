# part: euclidean_distance
# id: distance_mean
# title: averages over the columns
# hint: Sum or mean over the columns? The more columns an embedding has, the more your distance is
#   too small.
# spoils: train_siamese
# fails: values gradient
# passes: defined shape zero
import keras
import tensorflow as tf


def euclidean_distance(one, other):
    squares = tf.reduce_mean(tf.square(one - other), axis=1, keepdims=True)
    return tf.sqrt(tf.maximum(squares, keras.config.epsilon()))
