# part: my_huber_loss
# id: huber_linear_halved
# title: the 1/2 stands in front of the whole large branch
# hint: Beyond the threshold your loss climbs half as steeply as it should. Look at the bracket in
#   the branch for large errors: which single term in it does the 1/2 belong to?
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = 0.5 * threshold * (size - threshold)
    return tf.where(size <= threshold, quadratic, linear)
