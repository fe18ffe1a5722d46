# title: |e| as (e^2)^(1/2): NaN gradient where the error is zero
# part: my_huber_loss
# fails: gradient
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    squared = tf.square(y_true - y_pred)
    size = squared ** 0.5
    return tf.where(size <= 1.0, squared / 2, size - 0.5)
