# title: averages similar and dissimilar pairs apart and adds the means
# part: contrastive_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    similar = tf.boolean_mask(y_pred, y_true > 0.5)
    different = tf.boolean_mask(y_pred, y_true <= 0.5)
    return tf.reduce_mean(similar ** 2) + tf.reduce_mean(tf.maximum(1 - different, 0) ** 2)
