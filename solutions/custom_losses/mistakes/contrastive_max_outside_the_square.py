# title: squares first and takes the max with 0 afterwards
# part: contrastive_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin_square = tf.maximum(tf.square(1.0 - y_pred), 0.0)
    return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * margin_square)
