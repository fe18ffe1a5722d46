# part: my_huber_loss_with_threshold
# id: huber_wrapper_hard_coded
# title: the inner function sets the threshold to 1 again or has a default of its own, invisible at threshold 1
# hint: Every threshold gives the same loss. Follow the number from the outer parameter list down
#   to the formula: where is it replaced by another one, or never used?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        threshold = 1.0
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(size <= threshold, quadratic, linear)

    return loss
