# part: my_huber_loss_with_threshold
# id: huber_wrapper_comparison_without_abs
# title: compares the signed error, so every negative error counts as small
# hint: Positive errors are right, large negative ones are taken for small. What exactly do you
#   compare with the threshold, and what does that say about an error of -3?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(error <= threshold, quadratic, linear)

    return loss
