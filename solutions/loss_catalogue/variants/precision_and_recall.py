# title: F-beta from precision and recall, with small numbers in three places
# parts: fbeta_loss
import tensorflow as tf


def fbeta_loss(beta=1):
    epsilon = 1e-7

    def loss(y_true, y_pred):
        tp = tf.reduce_sum(y_true * y_pred)
        fp = tf.reduce_sum((1 - y_true) * y_pred)
        fn = tf.reduce_sum(y_true * (1 - y_pred))
        precision = tp / (tp + fp + epsilon)
        recall = tp / (tp + fn + epsilon)
        return 1 - (1 + beta**2) * precision * recall / (beta**2 * precision + recall + epsilon)

    return loss
