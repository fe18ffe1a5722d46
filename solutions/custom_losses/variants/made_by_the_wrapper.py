# title: the plain function is the wrapper's result at 1, bound to a name
# parts: my_huber_loss my_huber_loss_with_threshold contrastive_loss contrastive_loss_with_margin
import tensorflow as tf


def my_huber_loss_with_threshold(threshold=1.0):
    """Default value for the parameter."""
    def my_huber_loss(y_true, y_pred):
        e = tf.abs(y_true - y_pred)
        return tf.where(e <= threshold, tf.square(e) / 2, threshold * (e - threshold / 2))
    return my_huber_loss


my_huber_loss = my_huber_loss_with_threshold()


def contrastive_loss_with_margin(margin=1.0):
    def contrastive_loss(y_true, y_pred):
        d2 = tf.square(y_pred)
        m2 = tf.square(tf.maximum(margin - y_pred, 0))
        return tf.reduce_mean(y_true * d2 + (1 - y_true) * m2)
    return contrastive_loss


contrastive_loss = contrastive_loss_with_margin()
