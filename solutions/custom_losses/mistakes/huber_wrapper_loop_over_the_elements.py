# part: my_huber_loss_with_threshold
# id: huber_wrapper_loop_over_the_elements
# title: a Python loop over the elements, which a graph does not allow
# hint: In a cell all is right, but in fit Python can't walk through a tensor that has no values
#   yet. Replace the loop by an operation that treats all elements at once and chooses for each.
# fails: graph fit
# passes: defined signature values shape parameters gradient
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        losses = []
        for each in tf.reshape(size, [-1]):
            losses.append(0.5 * each**2 if each <= threshold else threshold * (each - 0.5 * threshold))
        return tf.reshape(tf.stack(losses), tf.shape(size))

    return loss
