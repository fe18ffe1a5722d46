# title: tf.cond decides once for the whole batch
# part: my_huber_loss
# fails: values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = y_true - y_pred
    return tf.cond(
        tf.reduce_all(tf.abs(error) <= 1.0),
        lambda: tf.square(error) / 2,
        lambda: tf.abs(error) - 0.5,
    )
