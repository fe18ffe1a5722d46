# part: my_huber_loss
# id: huber_error_added
# title: adds label and prediction
# hint: Where the prediction equals the label a loss should be zero; yours is not. Look at the
#   very first line: how do you get the error from label and prediction?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true + y_pred
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
