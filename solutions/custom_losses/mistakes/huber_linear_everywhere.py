# part: my_huber_loss
# id: huber_linear_everywhere
# title: takes the smaller branch, so small errors stay linear
# hint: Your loss follows the straight line for every error and falls below zero near the middle.
#   Check how you choose between the two branches: can the branch for small errors ever win?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.minimum(quadratic, linear)
