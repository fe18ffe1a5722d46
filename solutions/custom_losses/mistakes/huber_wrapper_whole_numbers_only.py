# part: my_huber_loss_with_threshold
# id: huber_wrapper_whole_numbers_only
# title: int(threshold) throws the decimals away, invisible at threshold 1
# hint: Whole thresholds work, but one such as 0.5 does not: somewhere its decimals get lost. What
#   do you do to the number before you use it?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    threshold = int(threshold)

    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(size <= threshold, quadratic, linear)

    return loss
