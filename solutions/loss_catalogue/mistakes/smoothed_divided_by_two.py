# part: smoothed_crossentropy
# id: smoothed_divided_by_two
# title: the share is divided by two, whatever the number of classes
# hint: Right with two classes only. Between how many is the share divided, and where can you read
#   that number?
# fails: parameters
# passes: defined own_work values shape stable gradient graph fit
import tensorflow as tf


def smoothed_crossentropy(smoothing):
    def loss(y_true, y_pred):
        classes = y_pred.shape[-1]
        labels = (1 - smoothing) * y_true + smoothing / 2
        return -tf.reduce_sum(labels * tf.nn.log_softmax(y_pred, axis=-1), axis=-1)

    return loss
