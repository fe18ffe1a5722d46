# title: the inner function takes the error, not y_true and y_pred
# part: my_huber_loss_with_threshold
# fails: signature values shape parameters gradient graph fit
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(error):
        a = tf.abs(error)
        return tf.where(a <= threshold, a ** 2 / 2, threshold * (a - threshold / 2))

    return loss
