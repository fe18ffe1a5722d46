# title: stop_gradient on the hinge: dissimilar pairs never move
# part: contrastive_loss
# fails: gradient fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    hinge = tf.stop_gradient(tf.maximum(1.0 - y_pred, 0.0))
    return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * tf.square(hinge))
