# title: max(margin - D^2, 0), a formula from another paper
# part: contrastive_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    squared = tf.square(y_pred)
    return tf.reduce_mean(y_true * squared + (1 - y_true) * tf.maximum(1.0 - squared, 0.0))
