# part: mae_loss
# id: mae_no_abs
# title: the absolute value is missing
# hint: Errors of +1 and -1 cancel in your mean. What should become of their signs?
# fails: values gradient graph fit
# passes: defined own_work shape
import tensorflow as tf


def mae_loss(y_true, y_pred):
    return tf.reduce_mean(y_true - y_pred, axis=-1)
