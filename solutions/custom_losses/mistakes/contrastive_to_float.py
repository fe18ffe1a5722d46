# title: float() on the result, a number without a gradient
# part: contrastive_loss
# fails: gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    push = tf.square(tf.maximum(1.0 - y_pred, 0.0))
    return float(tf.reduce_mean(y_true * tf.square(y_pred) + (1.0 - y_true) * push))
