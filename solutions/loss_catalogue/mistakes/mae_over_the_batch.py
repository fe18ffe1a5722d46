# part: mae_loss
# id: mae_over_the_batch
# title: the mean over the batch instead of over an example
# hint: You get one number for each column. Which axis holds the examples, and which the numbers
#   of one of them?
# fails: shape
# passes: defined own_work values gradient graph fit
import tensorflow as tf


def mae_loss(y_true, y_pred):
    return tf.reduce_mean(tf.abs(y_true - y_pred), axis=0)
