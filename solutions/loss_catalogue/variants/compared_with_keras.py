# title: Keras is called in other cells and functions, to compare
# parts: binary_crossentropy_from_logits poisson_loss mae_loss
import keras
import tensorflow as tf
from keras.losses import binary_crossentropy, huber, poisson


def mae_loss(y_true, y_pred):
    """As keras.losses.mean_absolute_error."""
    losses = tf.abs(y_true - y_pred)
    return tf.reduce_mean(losses, axis=-1)


def poisson_loss(y_true, y_pred):
    return tf.reduce_mean(y_pred - y_true * tf.math.log(y_pred + 1e-7), axis=-1)


def binary_crossentropy_from_logits(y_true, y_pred):
    return tf.reduce_mean(tf.nn.softplus(y_pred) - y_true * y_pred, axis=-1)


def compare():
    y, p = tf.constant([[1.0, 0.0]]), tf.constant([[2.0, 0.5]])
    print(mae_loss(y, p), keras.losses.mean_absolute_error(y, p))
    print(poisson_loss(y, p), poisson(y, p))
    print(binary_crossentropy_from_logits(y, p), binary_crossentropy(y, p, from_logits=True))
    print(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=p), huber(y, p))


compare()
