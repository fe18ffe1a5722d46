# part: my_huber_loss_with_threshold
# id: huber_wrapper_compares_with_one
# title: compares the error with 1 whatever the threshold is, invisible at threshold 1
# hint: The formulas of your branches know the threshold, but the choice between them does not.
#   Where exactly should an error stop counting as small?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(size <= 1.0, quadratic, linear)

    return loss
