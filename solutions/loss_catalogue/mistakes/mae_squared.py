# part: mae_loss
# id: mae_squared
# title: the square instead of the absolute value
# hint: You square the errors. What does this loss do with them, so that a far outlier does not
#   shout?
# fails: values gradient graph fit
# passes: defined own_work
import tensorflow as tf


def mae_loss(y_true, y_pred):
    return tf.reduce_mean(tf.square(y_true - y_pred), axis=-1)
