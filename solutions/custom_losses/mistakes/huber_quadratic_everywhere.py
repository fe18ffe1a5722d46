# part: my_huber_loss
# id: huber_quadratic_everywhere
# title: takes the larger branch, so large errors stay quadratic
# hint: Your loss is the parabola for every error, so outliers shout as they do in the squared
#   error. Check how you choose between the two branches: can the branch for large errors ever
#   win?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.maximum(quadratic, linear)
