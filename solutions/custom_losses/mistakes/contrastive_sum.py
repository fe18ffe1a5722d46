# part: contrastive_loss
# id: contrastive_sum
# title: sums over the batch instead of averaging
# hint: Your loss grows with the batch: you add the pairs up. What does the handout do with the
#   sum before it calls it the loss?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_sum(similar + dissimilar)
