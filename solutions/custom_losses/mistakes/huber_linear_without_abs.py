# part: my_huber_loss
# id: huber_linear_without_abs
# title: the large branch uses the signed error
# hint: A large negative error comes out with a negative loss, though being 3 too low is as bad as
#   being 3 too high. Which quantity does your branch for large errors start from?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (error - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
