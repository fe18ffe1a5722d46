# title: the quadruplet loss made of two triplet losses
# parts: triplet_loss quadruplet_loss
import tensorflow as tf


def squared_distance(one, other):
    return tf.reduce_sum(tf.math.squared_difference(one, other), axis=-1)


def triplet_loss(margin):
    def loss(_, embeddings):
        a, p, n = tf.split(embeddings, num_or_size_splits=3, axis=1)
        return tf.maximum(0.0, margin + squared_distance(a, p) - squared_distance(a, n))

    return loss


def quadruplet_loss(margin1, margin2):
    first = triplet_loss(margin1)

    def loss(y_true, y_pred):
        a, p, n, q = tf.split(y_pred, 4, axis=1)
        second = tf.nn.relu(squared_distance(a, p) - squared_distance(n, q) + margin2)
        return first(y_true, tf.concat([a, p, n], axis=1)) + second

    return loss
