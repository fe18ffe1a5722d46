# part: my_huber_loss
# id: huber_sum_of_the_branches
# title: adds both branches instead of choosing one
# hint: Every error pays twice, once as a small one and once as a large one. The brace in the
#   formula means one or the other, for each element.
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return quadratic + linear
