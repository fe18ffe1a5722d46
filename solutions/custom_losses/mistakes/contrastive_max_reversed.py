# title: max(D - margin, 0): the wrong side of the margin
# part: contrastive_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    far = tf.square(tf.maximum(y_pred - 1.0, 0.0))
    return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * far)
