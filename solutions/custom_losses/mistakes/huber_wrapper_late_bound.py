# title: closures over one growing list, all bound to its last entry
# part: my_huber_loss_with_threshold
# fails: parameters
import tensorflow as tf

thresholds = []


def my_huber_loss_with_threshold(threshold):
    thresholds.append(threshold)

    def loss(y_true, y_pred):
        t = thresholds[-1]
        error = tf.abs(y_true - y_pred)
        return tf.where(error <= t, error ** 2 / 2, t * (error - t / 2))

    return loss
