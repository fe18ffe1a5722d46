# part: my_huber_loss
# id: huber_memorised
# title: returns the numbers of the docstring's example
# hint: Your function gives the same numbers whatever it is asked. The example in the docstring is
#   there to test with; the numbers have to come from y_true and y_pred.
# fails: values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    return tf.constant([2.5, 0.08])
