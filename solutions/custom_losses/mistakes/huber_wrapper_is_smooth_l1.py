# part: my_huber_loss_with_threshold
# id: huber_wrapper_is_smooth_l1
# title: smooth L1: everything divided by the threshold, invisible at threshold 1
# hint: For threshold 1 you are right; for others your whole loss is too small or too large by the
#   same factor. You wrote the loss that other libraries call smooth L1; compare both branches
#   with the handout's.
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error) / threshold
        linear = size - 0.5 * threshold
        return tf.where(size <= threshold, quadratic, linear)

    return loss
