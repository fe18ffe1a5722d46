# part: contrastive_loss
# id: contrastive_paper_convention
# title: the convention of the original paper: Y = 0 for similar pairs, and a factor 1/2
# hint: This is the original paper's way to write it, and two things are otherwise here. The handout
#   says both where it tells of other sources: what Y stands for, and which factor the paper has.
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = 0.5 * (1.0 - y_true) * tf.square(y_pred)
    dissimilar = 0.5 * y_true * tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar)
