# part: my_huber_loss_with_threshold
# id: huber_wrapper_comparison_without_abs_mirrored
# title: compares prediction minus label with the threshold, without its size
# hint: Predictions far above the label are right, those far below it are taken for small errors.
#   What exactly do you compare with the threshold, and what is it for a prediction that is 3
#   too low?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_pred - y_true
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(error <= threshold, quadratic, linear)

    return loss
