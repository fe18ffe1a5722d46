# part: my_huber_loss_with_threshold
# id: huber_wrapper_linear_of_threshold_one
# title: the large branch is the one for threshold 1, invisible at threshold 1
# hint: The threshold decides where your branch for large errors begins, but it does not appear in
#   that branch. It looks copied from the loss with threshold 1: in which places should the 1
#   have become the threshold?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = size - 0.5
        return tf.where(size <= threshold, quadratic, linear)

    return loss
