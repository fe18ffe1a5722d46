# part: my_huber_loss_with_threshold
# id: huber_wrapper_half_inside_the_square
# title: halves the error before squaring it
# hint: Small errors cost too little. In your branch for small errors, what exactly is halved: the
#   error, or its square?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = tf.square(0.5 * error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(size <= threshold, quadratic, linear)

    return loss
