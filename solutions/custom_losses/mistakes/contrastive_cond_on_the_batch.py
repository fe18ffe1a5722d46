# part: contrastive_loss
# id: contrastive_cond_on_the_batch
# title: tf.cond decides once for the whole batch
# hint: `tf.cond` takes one half of the formula for the whole batch, so a single dissimilar pair
#   makes all of them count as dissimilar. In the formula each pair is switched by its own Y:
#   what does the switching there?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = tf.reduce_mean(tf.square(y_pred))
    dissimilar = tf.reduce_mean(tf.square(tf.maximum(margin - y_pred, 0.0)))
    return tf.cond(tf.reduce_all(y_true == 1.0), lambda: similar, lambda: dissimilar)
