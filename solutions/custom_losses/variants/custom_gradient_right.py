# title: brings its own gradient, and the right one
# parts: my_huber_loss my_huber_loss_with_threshold
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    @tf.custom_gradient
    def of_error(e):
        a = tf.abs(e)
        value = tf.where(a <= threshold, 0.5 * e * e, threshold * (a - 0.5 * threshold))

        def grad(upstream):
            return upstream * tf.clip_by_value(e, -threshold, threshold)

        return value, grad

    def loss(y_true, y_pred):
        return of_error(y_pred - y_true)

    return loss


def my_huber_loss(y_true, y_pred):
    return my_huber_loss_with_threshold(1.0)(y_true, y_pred)
