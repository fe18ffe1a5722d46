# part: my_huber_loss_with_threshold
# id: huber_wrapper_branches_swapped
# title: small errors take the large branch, large ones the small branch
# hint: Each kind of error is sent to the branch of the other. Read your comparison aloud,
#   together with the order of the two values that follow it: which one is taken where the
#   condition holds?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(size <= threshold, linear, quadratic)

    return loss
