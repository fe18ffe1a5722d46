# part: my_huber_loss_with_threshold
# id: huber_wrapper_inner_arguments
# title: the inner function takes other arguments than y_true and y_pred, such as the threshold again
# hint: Keras will call the inner function with two arguments, the labels and the predictions.
#   Compare its brackets with that: is one of the two missing, or is something in them that the
#   wrapper was given already?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred, threshold):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(size <= threshold, quadratic, linear)

    return loss
