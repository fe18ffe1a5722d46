# part: my_huber_loss
# id: huber_is_mse
# title: the mean squared error in place of Huber
# hint: What you return is the mean squared error: one number, in which every error is squared,
#   however large. Huber has two branches and one loss for each element; start again from the
#   two lines of its formula.
# fails: values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = y_true - y_pred
    return tf.reduce_mean(tf.square(error))
