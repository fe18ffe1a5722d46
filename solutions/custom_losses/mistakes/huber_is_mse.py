# title: mean squared error in place of Huber
# part: my_huber_loss
# fails: values shape parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    return tf.reduce_mean(tf.square(y_true - y_pred))
