# title: imports mean_squared_error from tensorflow.keras.losses, which has no such name
# part: my_huber_loss
# fails: values shape parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    from tensorflow.keras.losses import mean_squared_error

    error = tf.abs(y_true - y_pred)
    return tf.where(error <= 1, mean_squared_error(y_true, y_pred) / 2, error - 0.5)
