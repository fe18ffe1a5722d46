# part: euclidean_distance
# id: distance_in_numpy
# title: leaves TensorFlow for NumPy
# hint: NumPy computes the right number and forgets how: no gradient comes back, and inside a model
#   it does not run at all. Which functions of tf or keras.ops do the same?
# spoils: train_siamese
# fails: gradient zero
# passes: defined values shape
import numpy as np
import tensorflow as tf


def euclidean_distance(one, other):
    gaps = np.asarray(one) - np.asarray(other)
    return tf.constant(np.sqrt(np.sum(gaps**2, axis=1, keepdims=True)))
