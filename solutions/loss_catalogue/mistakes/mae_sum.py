# part: mae_loss
# id: mae_sum
# title: the sum over the numbers of an example instead of their mean
# hint: An example with four numbers costs four times too much. The M of the name says what to do.
# fails: values gradient graph fit
# passes: defined own_work
import tensorflow as tf


def mae_loss(y_true, y_pred):
    return tf.reduce_sum(tf.abs(y_true - y_pred), axis=-1)
