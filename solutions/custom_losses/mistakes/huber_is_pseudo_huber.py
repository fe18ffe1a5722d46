# part: my_huber_loss
# id: huber_is_pseudo_huber
# title: the smooth pseudo-Huber loss in place of Huber
# hint: You wrote the pseudo-Huber loss, a smooth relative with one formula for all errors. It
#   looks alike but has other values; ours is the one in the handout, with two branches that
#   meet at the threshold.
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    return threshold**2 * (tf.sqrt(1.0 + tf.square(error / threshold)) - 1.0)
