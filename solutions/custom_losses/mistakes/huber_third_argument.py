# part: my_huber_loss
# id: huber_third_argument
# title: asks for the threshold as a third argument without a default
# hint: Keras calls a loss with two arguments, the labels and the predictions; yours waits for a
#   third. In this stub the threshold is a fixed number: where else could it be written?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss(y_true, y_pred, threshold):
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
