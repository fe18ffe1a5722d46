# part: my_huber_loss
# id: huber_rounded
# title: rounds the error to two decimals
# hint: Rounding changes the small losses, and it is flat: no gradient comes through it, so no
#   model can learn. Why should the loss be rounder than its inputs?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = tf.round(100.0 * (y_true - y_pred)) / 100.0
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
