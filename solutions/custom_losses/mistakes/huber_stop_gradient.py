# part: my_huber_loss
# id: huber_stop_gradient
# title: stop_gradient cuts the loss off the prediction
# hint: The values are right, but no gradient reaches y_pred, so a model learns nothing from them.
#   Where do you cut the error off the prediction, and what was that meant for?
# fails: gradient fit
# passes: defined signature values shape parameters graph
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = tf.stop_gradient(y_true - y_pred)
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
