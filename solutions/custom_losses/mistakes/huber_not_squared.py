# part: my_huber_loss
# id: huber_not_squared
# title: the small branch is linear in the error
# hint: When a small error shrinks to a half, its cost should shrink to a quarter; yours shrinks
#   to a half, so the corner at zero is still there. Which power does the handout give the
#   branch for small errors?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = 0.5 * size
    linear = threshold * (size - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
