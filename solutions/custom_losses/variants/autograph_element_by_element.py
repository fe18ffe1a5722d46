# title: a Python if on a tensor in a loop over the elements, made legal by @tf.function
# parts: my_huber_loss
import tensorflow as tf


@tf.function
def my_huber_loss(y_true, y_pred):
    errors = tf.reshape(y_true - y_pred, [-1])
    n = tf.size(errors)
    losses = tf.TensorArray(tf.float32, size=n)
    for i in tf.range(n):
        e = tf.abs(errors[i])
        if e <= 1.0:
            losses = losses.write(i, 0.5 * e * e)
        else:
            losses = losses.write(i, e - 0.5)
    return tf.reshape(losses.stack(), tf.shape(y_pred))
