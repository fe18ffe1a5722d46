# part: smoothed_crossentropy
# id: smoothed_predictions_too
# title: the predictions are smoothed instead of the labels
# hint: Smoothing changes the labels, before anything is compared. The logits stay as they are.
# fails: parameters
# passes: defined own_work values shape stable gradient graph fit
import tensorflow as tf


def smoothed_crossentropy(smoothing):
    def loss(y_true, y_pred):
        classes = y_pred.shape[-1]
        y_pred = (1 - smoothing) * y_pred + smoothing / classes
        return -tf.reduce_sum(y_true * tf.nn.log_softmax(y_pred, axis=-1), axis=-1)

    return loss
