# part: smoothed_crossentropy
# id: smoothed_nothing_spread
# title: the right class loses its share, but the others do not get it
# hint: Do your smoothed labels still add up to 1? What was taken from the right class has to go
#   somewhere.
# fails: parameters
# passes: defined own_work values shape stable gradient graph fit
import tensorflow as tf


def smoothed_crossentropy(smoothing):
    def loss(y_true, y_pred):
        classes = y_pred.shape[-1]
        labels = (1 - smoothing) * y_true
        return -tf.reduce_sum(labels * tf.nn.log_softmax(y_pred, axis=-1), axis=-1)

    return loss
