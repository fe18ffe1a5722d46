# part: my_huber_loss
# id: huber_missing_import
# title: imports mean_squared_error from tensorflow.keras.losses, which has no such name
# hint: The import inside your function fails: tensorflow.keras.losses has no function of that
#   name. The handout's table of imports shows where it lives; but do you need it, when the
#   formula asks for the square of each error?
# fails: values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    from tensorflow.keras.losses import mean_squared_error

    threshold = 1.0
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = 0.5 * mean_squared_error(y_true, y_pred)
    linear = threshold * (size - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
