# part: mae_loss
# id: mae_abs_outside
# title: the absolute value of the mean
# hint: In your order, errors of +1 and -1 in one example cancel before they are counted. What
#   comes first: the size of each error, or their mean?
# fails: values gradient graph fit
# passes: defined own_work shape
import tensorflow as tf


def mae_loss(y_true, y_pred):
    return tf.abs(tf.reduce_mean(y_true - y_pred, axis=-1))
