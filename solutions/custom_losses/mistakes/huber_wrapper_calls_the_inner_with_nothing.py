# part: my_huber_loss_with_threshold
# id: huber_wrapper_calls_the_inner_with_nothing
# title: returns loss() instead of the inner function
# hint: The brackets behind the inner function's name call it, and there is nothing yet to call it
#   with. Keras calls it later, with labels and predictions of its own: what should the wrapper
#   hand back until then?
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

    return loss()
