# part: my_huber_loss
# id: huber_nan_gradient_at_zero
# title: takes the size as the root of the square: its gradient at zero is NaN
# hint: The values are right, but where the prediction equals the label the gradient is not a
#   number, and one such element spoils all weights. How do you get from the error to its size,
#   and how steep is that operation at zero?
# fails: gradient
# passes: defined signature values shape parameters graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    size = tf.square(error) ** 0.5
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
