# part: my_huber_loss
# id: huber_floor_division
# title: `//` in the small branch rounds every small loss down to zero
# hint: Small errors cost nothing at all in your loss: something in their branch turns a number
#   below 1 into zero. Which of Python's two division signs stands there, and is anything cast
#   to whole numbers?
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
