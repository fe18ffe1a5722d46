# part: contrastive_loss
# id: contrastive_averaged_twice
# title: divides the mean by the number of pairs once more
# hint: Your loss gets smaller the bigger the batch is. Count how often you divide by the number
#   of pairs, and mind what the operation you use does already.
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar) / tf.cast(tf.shape(y_pred)[0], tf.float32)
