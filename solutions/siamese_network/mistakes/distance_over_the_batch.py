# part: euclidean_distance
# id: distance_over_the_batch
# title: adds up along the wrong axis
# hint: Along which axis do you add up? Each row is one embedding; the rows themselves must stay
#   apart.
# spoils: train_siamese
# fails: values shape gradient zero
# passes: defined
import keras
import tensorflow as tf


def euclidean_distance(one, other):
    squares = tf.reduce_sum(tf.square(one - other), axis=0, keepdims=True)
    return tf.sqrt(tf.maximum(squares, keras.config.epsilon()))
