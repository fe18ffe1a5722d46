# part: euclidean_distance
# id: distance_city_blocks
# title: adds up absolute differences
# hint: You measure along the axes, as a taxi drives. How far is it as the crow flies?
# spoils: train_siamese
# fails: values gradient
# passes: defined shape zero
import keras
import tensorflow as tf


def euclidean_distance(one, other):
    return tf.reduce_sum(tf.abs(one - other), axis=1, keepdims=True)
