# part: contrastive_loss
# id: contrastive_mean_of_each_kind
# title: averages similar and dissimilar pairs apart and adds the means
# hint: You give each kind of pair a mean of its own. The handout has one mean over all pairs of
#   the batch; and what is the mean of a kind that does not occur in it?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = tf.square(tf.boolean_mask(y_pred, y_true > 0.5))
    dissimilar = tf.square(tf.maximum(margin - tf.boolean_mask(y_pred, y_true <= 0.5), 0.0))
    return tf.reduce_mean(similar) + tf.reduce_mean(dissimilar)
