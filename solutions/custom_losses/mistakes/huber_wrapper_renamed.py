# title: the parameter is called delta, not threshold
# part: my_huber_loss_with_threshold
# fails: signature
import tensorflow as tf


def my_huber_loss_with_threshold(delta):
    def loss(y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= delta, error ** 2 / 2, delta * (error - delta / 2))

    return loss
