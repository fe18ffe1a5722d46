# title: no max: pairs beyond the margin are punished too
# part: contrastive_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1
    square_pred = tf.square(y_pred)
    margin_square = tf.square(margin - y_pred)
    return tf.reduce_mean(y_true * square_pred + (1 - y_true) * margin_square)
