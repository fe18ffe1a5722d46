# title: squeezes only the labels, so (n,) against (n, 1) becomes (n, n)
# part: contrastive_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    y_true = tf.squeeze(y_true)
    push = tf.square(tf.maximum(1.0 - y_pred, 0.0))
    return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)
