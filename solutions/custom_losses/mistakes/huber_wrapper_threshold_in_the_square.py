# part: my_huber_loss_with_threshold
# id: huber_wrapper_threshold_in_the_square
# title: the small branch is multiplied by the threshold, invisible at threshold 1
# hint: Right for threshold 1, but for others already a small error costs something else. Does the
#   threshold appear in the handout's branch for small errors at all?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * threshold * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(size <= threshold, quadratic, linear)

    return loss
