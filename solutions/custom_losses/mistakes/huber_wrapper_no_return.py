# part: my_huber_loss_with_threshold
# id: huber_wrapper_no_return
# title: the inner function returns nothing
# hint: Everything is computed and then dropped: a Python function that ends without `return`
#   gives None. Look at the last line of the inner function.
# fails: values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        loss = tf.where(size <= threshold, quadratic, linear)

    return loss
