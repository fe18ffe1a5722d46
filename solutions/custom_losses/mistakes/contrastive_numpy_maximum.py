# title: np.maximum in the middle of tensor code
# part: contrastive_loss
# fails: gradient graph fit
import numpy as np
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    push = np.square(np.maximum(1.0 - y_pred, 0.0))
    return tf.reduce_mean(y_true * tf.square(y_pred) + (1.0 - y_true) * push)
