# part: my_huber_loss
# id: huber_cond_on_the_batch
# title: tf.cond decides once for the whole batch
# hint: `tf.cond` takes one branch for all: a single large error makes the small ones beside it
#   count as large. The choice belongs to each element; the handout's section on graph mode
#   lists operations for that.
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.cond(tf.reduce_all(size <= threshold), lambda: quadratic, lambda: linear)
