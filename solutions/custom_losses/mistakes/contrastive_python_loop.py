# title: loops over the batch, whose size a graph does not know
# part: contrastive_loss
# fails: graph fit
import tensorflow as tf


def contrastive_loss(y_true, y_pred):
    total = 0.0
    for i in range(y_pred.shape[0]):
        pull = y_true[i] * tf.square(y_pred[i])
        push = (1 - y_true[i]) * tf.square(tf.maximum(1.0 - y_pred[i], 0.0))
        total += tf.reduce_mean(pull + push)
    return total / y_pred.shape[0]
