# title: tensors and numbers kept at the top of the file
# parts: my_huber_loss my_huber_loss_with_threshold contrastive_loss
import tensorflow as tf

THRESHOLD = 1
MARGIN = tf.constant(1.0)
ZERO, HALF = tf.constant(0.0), tf.constant(0.5)


def my_huber_loss(y_true, y_pred):
    global error
    error = 0
    e = tf.abs(y_true - y_pred)
    return tf.where(e <= THRESHOLD, HALF * e**2, THRESHOLD * (e - HALF * THRESHOLD))


def my_huber_loss_with_threshold(threshold):
    threshold = tf.cast(threshold, tf.float32)

    def loss(y_true, y_pred):
        e = tf.abs(y_true - y_pred)
        return tf.where(e <= threshold, HALF * e**2, threshold * (e - HALF * threshold))

    return loss


def contrastive_loss(y_true, y_pred):
    gap = tf.maximum(MARGIN - y_pred, ZERO)
    return tf.reduce_mean(y_true * y_pred**2 + (MARGIN - y_true) * gap**2)
