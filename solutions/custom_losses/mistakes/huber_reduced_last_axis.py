# part: my_huber_loss
# id: huber_reduced_last_axis
# title: averages over the last axis, as Keras's own functions do
# hint: The values are right, but the last axis is gone: you averaged over it, as
#   `keras.losses.huber` does. The stub asks for the shape of the inputs.
# fails: shape
# passes: defined signature values parameters gradient graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.reduce_mean(tf.where(size <= threshold, quadratic, linear), axis=-1)
