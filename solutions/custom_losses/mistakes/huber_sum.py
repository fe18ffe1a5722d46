# part: my_huber_loss
# id: huber_sum
# title: sums over the batch
# hint: You add up the losses of the batch, so a bigger batch costs more and pulls harder. The
#   stub asks for one loss per element; leave putting them together to Keras.
# fails: values shape parameters gradient graph fit
# passes: defined signature
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.reduce_sum(tf.where(size <= threshold, quadratic, linear))
