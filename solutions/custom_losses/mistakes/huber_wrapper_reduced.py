# part: my_huber_loss_with_threshold
# id: huber_wrapper_reduced
# title: averages over the batch
# hint: The loss of each element is right, but then you average. The stub asks for one loss per
#   element, in the shape of the inputs: who should take the mean, you or Keras?
# fails: shape
# passes: defined signature values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.reduce_mean(tf.where(size <= threshold, quadratic, linear))

    return loss
