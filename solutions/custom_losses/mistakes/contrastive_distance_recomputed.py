# title: computes a distance from y_pred, which is one already
# part: contrastive_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    distance = tf.sqrt(tf.reduce_sum(tf.square(y_true - y_pred), axis=-1, keepdims=True) + 1e-7)
    push = tf.square(tf.maximum(1.0 - distance, 0.0))
    return tf.reduce_mean(y_true * tf.square(distance) + (1 - y_true) * push)
