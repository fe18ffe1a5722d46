# part: my_huber_loss_with_threshold
# id: huber_wrapper_takes_the_tensors
# title: takes y_true and y_pred beside the threshold, and has no inner function
# hint: The loss can't be made from the threshold alone: labels and predictions are asked for at a
#   time when there are none. Which function is meant to receive them, and who will call it? The
#   handout's toy loss shows where it stands.
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss_with_threshold(y_true, y_pred, threshold):
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
