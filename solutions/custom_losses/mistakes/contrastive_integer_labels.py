# title: casts the labels to integers and multiplies them with floats
# part: contrastive_loss
# fails: values shape parameters gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    y_true = tf.cast(y_true, tf.int32)
    push = tf.square(tf.maximum(1.0 - y_pred, 0.0))
    return tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * push)
