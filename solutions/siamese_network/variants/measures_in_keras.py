# title: tensors and loops
# parts: pair_accuracy separation
import numpy as np
import tensorflow as tf


def pair_accuracy(y, distances, threshold):
    y, distances = tf.reshape(y, [-1]), tf.reshape(distances, [-1])
    called = tf.cast(distances < threshold, tf.float32)
    return tf.reduce_mean(tf.cast(tf.equal(called, tf.cast(y, tf.float32)), tf.float32))


def separation(embeddings, labels):
    near, far = [], []
    for i in range(len(labels)):
        for j in range(i):
            gap = float(np.linalg.norm(embeddings[i] - embeddings[j]))
            (near if labels[i] == labels[j] else far).append(gap)
    return sum(far) / len(far) / (sum(near) / len(near))
