# part: my_huber_loss
# id: huber_floor_division
# title: `//` in the small branch rounds every small loss down to zero
# hint: Small errors cost nothing at all in your loss. Which of Python's two division signs stands
#   in your branch for small errors, and what does it do to a number below 1?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = tf.square(error) // 2.0
    linear = threshold * (size - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
