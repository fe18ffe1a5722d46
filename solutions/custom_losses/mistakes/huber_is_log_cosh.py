# part: my_huber_loss
# id: huber_is_log_cosh
# title: log-cosh in place of Huber
# hint: You wrote the log-cosh loss. It looks like Huber from afar, but its values differ
#   everywhere except at zero, and it has no threshold; use the two branches of the handout's
#   formula.
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = y_true - y_pred
    return tf.math.log(tf.cosh(error))
