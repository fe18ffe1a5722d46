# title: prints, tf.print, a seed and a self-test at top level
# parts: my_huber_loss contrastive_loss
import sys

import numpy as np
import tensorflow as tf

print("TensorFlow", tf.__version__)
tf.random.set_seed(42)
np.random.seed(42)


def my_huber_loss(y_true, y_pred):
    print("tracing or running my_huber_loss")
    a = tf.abs(y_true - y_pred)
    result = tf.where(a <= 1, tf.square(a) / 2, a - 0.5)
    return result


def contrastive_loss(y_true, y_pred):
    loss = tf.reduce_mean(y_true * tf.square(y_pred) + (1 - y_true) * tf.square(tf.maximum(1 - y_pred, 0)))
    tf.print("loss:", loss, output_stream=sys.stderr)
    return loss


check = my_huber_loss(tf.constant([0.0, 0.0]), tf.constant([0.5, 3.0]))
assert np.allclose(check.numpy(), [0.125, 2.5])
print("my own test is fine", check.numpy(), file=sys.stderr)
