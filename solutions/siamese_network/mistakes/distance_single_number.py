# part: euclidean_distance
# id: distance_single_number
# title: adds up everything
# hint: How many numbers do you return for a batch of n rows? Tell the sum which axis it goes along.
# spoils: train_siamese
# fails: values shape gradient zero
# passes: defined
import keras
import tensorflow as tf


def euclidean_distance(one, other):
    squares = tf.reduce_sum(tf.square(one - other))
    return tf.sqrt(tf.maximum(squares, keras.config.epsilon()))
