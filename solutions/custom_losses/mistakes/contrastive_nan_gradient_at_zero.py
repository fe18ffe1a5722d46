# title: D as sqrt(D^2): NaN gradient where the distance is zero
# part: contrastive_loss
# fails: gradient
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    squared = tf.square(y_pred)
    distance = tf.where(y_pred >= 0, tf.sqrt(squared), -tf.sqrt(squared))
    hinge = tf.maximum(1.0 - distance, 0.0)
    return tf.reduce_mean(y_true * squared + (1 - y_true) * tf.square(hinge))
