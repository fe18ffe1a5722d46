# part: mae_loss
# id: mae_relative
# title: the error relative to the label
# hint: A prediction of 2 for a label of 1 costs 1, and so does one of 101 for 100. You divide by
#   the label.
# fails: values gradient graph fit
# passes: defined own_work
import tensorflow as tf


def mae_loss(y_true, y_pred):
    return tf.reduce_mean(tf.abs((y_true - y_pred) / y_true), axis=-1)
