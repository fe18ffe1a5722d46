# part: my_huber_loss_with_threshold
# id: huber_wrapper_calls_the_inner
# title: returns the inner function's result instead of the inner function
# hint: Your wrapper calls the inner function, but no labels and predictions exist yet when the
#   threshold is chosen. What should the wrapper hand back: a loss value, or the thing that
#   Keras will call later?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(size <= threshold, quadratic, linear)

    return loss(y_true, y_pred)
