# part: my_huber_loss_with_threshold
# id: huber_wrapper_plus_half
# title: the large branch adds the constant instead of subtracting it
# hint: Your branch for large errors lies too high, so the curve jumps up where the branches meet.
#   Compare the sign in front of its constant with the formula.
# fails: values parameters graph fit
# passes: defined signature shape gradient
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size + 0.5 * threshold)
        return tf.where(size <= threshold, quadratic, linear)

    return loss
