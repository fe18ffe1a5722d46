# title: the wrapper keeps the losses it has made
# parts: my_huber_loss_with_threshold contrastive_loss_with_margin
from functools import lru_cache

import tensorflow as tf

_made = {}


@lru_cache(maxsize=None)
def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        e = tf.abs(y_true - y_pred)
        return tf.where(e <= threshold, e**2 / 2, threshold * (e - threshold / 2))

    return loss


def contrastive_loss_with_margin(margin):
    if margin not in _made:

        def loss(y_true, y_pred):
            gap = tf.maximum(margin - y_pred, 0)
            return tf.reduce_mean(y_true * y_pred**2 + (1 - y_true) * gap**2)

        _made[margin] = loss
    return _made[margin]
