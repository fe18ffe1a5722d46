# part: my_huber_loss_with_threshold
# id: huber_wrapper_linear_without_abs_mirrored
# title: the large branch uses prediction minus label, without its size
# hint: A prediction far below the label comes out with a negative loss, though being 3 too low is
#   as bad as being 3 too high. Which quantity does your branch for large errors start from?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_pred - y_true
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (error - 0.5 * threshold)
        return tf.where(size <= threshold, quadratic, linear)

    return loss
