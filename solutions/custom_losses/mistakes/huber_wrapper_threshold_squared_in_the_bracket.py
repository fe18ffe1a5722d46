# part: my_huber_loss_with_threshold
# id: huber_wrapper_threshold_squared_in_the_bracket
# title: squares the threshold inside the bracket, invisible at threshold 1
# hint: Right for threshold 1, where a square does not show. Work your branch for large errors out
#   for threshold 2: is the square that appears when the bracket is multiplied out already
#   inside it?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold**2)
        return tf.where(size <= threshold, quadratic, linear)

    return loss
