# part: smoothed_crossentropy
# id: smoothed_without_taking
# title: every class gets its share, but nothing is taken from the right one
# hint: Do your smoothed labels still add up to 1? The share that is spread over the classes is
#   taken from the right one.
# fails: parameters
# passes: defined own_work values shape stable gradient graph fit
import tensorflow as tf


def smoothed_crossentropy(smoothing):
    def loss(y_true, y_pred):
        classes = y_pred.shape[-1]
        labels = y_true + smoothing / classes
        return -tf.reduce_sum(labels * tf.nn.log_softmax(y_pred, axis=-1), axis=-1)

    return loss
