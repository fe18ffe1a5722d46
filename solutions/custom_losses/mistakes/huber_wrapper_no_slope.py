# part: my_huber_loss_with_threshold
# id: huber_wrapper_no_slope
# title: the large branch lacks its slope, invisible at threshold 1
# hint: Whatever the threshold, your loss pulls large errors with strength 1. The handout gives
#   the slope beyond the threshold; where in your branch for large errors does it come from?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = size - 0.5 * threshold
        return tf.where(size <= threshold, quadratic, linear)

    return loss
