# part: my_huber_loss_with_threshold
# id: huber_wrapper_bracket
# title: the large branch lacks its bracket, invisible at threshold 1
# hint: Right for threshold 1, wrong for others. Work your branch for large errors out by hand for
#   an error of 3 at threshold 2, the example in the docstring, and put it beside the formula:
#   what does the threshold in front multiply, and what does the 1/2?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * size - 0.5 * threshold
        return tf.where(size <= threshold, quadratic, linear)

    return loss
