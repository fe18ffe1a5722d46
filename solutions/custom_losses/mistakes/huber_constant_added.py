# title: adds a constant to every element
# part: my_huber_loss
# fails: values parameters graph fit
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    a = tf.abs(y_true - y_pred)
    loss = tf.where(a <= 1, a ** 2 / 2, a - 0.5)
    return loss + 0.5
