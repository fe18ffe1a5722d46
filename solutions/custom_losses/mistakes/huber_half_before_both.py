# part: my_huber_loss
# id: huber_half_before_both
# title: pulls the 1/2 out of both branches, but only one had it as a factor
# hint: Small errors are right, large ones cost half of what they should. You put the 1/2 in front
#   of everything: did both branches have it as a factor?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return 0.5 * tf.where(size <= threshold, quadratic, linear)
