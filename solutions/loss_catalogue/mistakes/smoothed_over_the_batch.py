# part: smoothed_crossentropy
# id: smoothed_over_the_batch
# title: the softmax is taken over the batch instead of the classes
# hint: Which numbers have to add up to 1: those of one example over the classes, or those of one
#   class over the batch? Look at the axis.
# fails: values stable parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def smoothed_crossentropy(smoothing):
    def loss(y_true, y_pred):
        classes = y_pred.shape[-1]
        labels = (1 - smoothing) * y_true + smoothing / classes
        return -tf.reduce_sum(labels * tf.nn.log_softmax(y_pred, axis=0), axis=-1)

    return loss
