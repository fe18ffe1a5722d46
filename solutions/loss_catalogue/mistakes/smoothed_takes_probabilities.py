# part: smoothed_crossentropy
# id: smoothed_takes_probabilities
# title: the softmax is missing: logits are taken for probabilities
# hint: You take the logarithm of the logits themselves. They can be negative: what makes a
#   distribution of them?
# fails: values stable parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def smoothed_crossentropy(smoothing):
    def loss(y_true, y_pred):
        classes = y_pred.shape[-1]
        labels = (1 - smoothing) * y_true + smoothing / classes
        return -tf.reduce_sum(labels * tf.math.log(y_pred), axis=-1)

    return loss
