# part: my_huber_loss
# id: huber_broadcasts
# title: flattens only y_pred, so (n, 1) against (n,) becomes (n, n)
# hint: You get far too many numbers: a column met a flat row and was broadcast to a square table.
#   Print both shapes just before you subtract: what do you do to the one and not to the other?
# fails: values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - tf.reshape(y_pred, [-1])
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
