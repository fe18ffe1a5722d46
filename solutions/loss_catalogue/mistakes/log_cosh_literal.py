# part: log_cosh_loss
# id: log_cosh_literal
# title: log(cosh(e)) as the formula has it, which overflows
# hint: The formula is right on paper. cosh(100) is more than float32 can hold, so its logarithm
#   is infinite. Write cosh with exponentials and take the larger one out of the logarithm.
# fails: stable
# passes: defined own_work values shape gradient graph fit
import tensorflow as tf


def log_cosh_loss(y_true, y_pred):
    costs = tf.math.log(tf.cosh(y_true - y_pred))
    return tf.reduce_mean(costs, axis=-1)
