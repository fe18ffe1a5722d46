# part: my_huber_loss_with_threshold
# id: huber_wrapper_numpy_on_the_mask
# title: .numpy() on the condition only: fine in a cell, not in a graph
# hint: In a cell all is right, but in fit the condition is a symbolic tensor that has no values
#   yet, so there is no `.numpy()`. Do you need its values there, or could the condition stay a
#   tensor?
# fails: graph fit
# passes: defined signature values shape parameters gradient
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where((size <= threshold).numpy(), quadratic, linear)

    return loss
