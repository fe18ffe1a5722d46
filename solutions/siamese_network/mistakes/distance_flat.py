# part: euclidean_distance
# id: distance_flat
# title: returns shape (n,)
# hint: The numbers are right, the shape is not: the sum drops the axis that it goes along, unless
#   it is told to keep it.
# spoils: train_siamese
# fails: shape
# passes: defined values gradient zero
import keras
import tensorflow as tf


def euclidean_distance(one, other):
    squares = tf.reduce_sum(tf.square(one - other), axis=1)
    return tf.sqrt(tf.maximum(squares, keras.config.epsilon()))
