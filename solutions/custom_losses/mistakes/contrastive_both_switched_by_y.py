# part: contrastive_loss
# id: contrastive_both_switched_by_y
# title: both halves are switched by Y
# hint: Your dissimilar pairs cost nothing at all, and similar ones pay both halves. Y switches
#   one half on; what switches on the other?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = y_true * tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar)
