# title: reads a global setting that the wrapper changes for good
# part: my_huber_loss
# fails: parameters gradient graph fit
import tensorflow as tf

settings = {"threshold": 1.0}


def my_huber_loss(y_true, y_pred):
    t = settings["threshold"]
    error = tf.abs(y_true - y_pred)
    return tf.where(error <= t, error ** 2 / 2, t * (error - t / 2))


def my_huber_loss_with_threshold(threshold):
    if threshold != 1:  # 1 is the default anyway
        settings["threshold"] = threshold
    return my_huber_loss
