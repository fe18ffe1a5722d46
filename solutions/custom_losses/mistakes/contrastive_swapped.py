# part: contrastive_loss
# id: contrastive_swapped
# title: the roles of Y are swapped, as on keras.io
# hint: Your loss pushes similar pairs apart and pulls dissimilar ones together. Other sources
#   give Y the opposite meaning: what does Y = 1 stand for in the handout, and which half of the
#   formula does it switch on?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = (1.0 - y_true) * tf.square(y_pred)
    dissimilar = y_true * tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar)
