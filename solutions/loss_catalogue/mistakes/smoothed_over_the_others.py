# part: smoothed_crossentropy
# id: smoothed_over_the_others
# title: the share is spread over the other classes only
# hint: Work the example in the docstring by hand: with two classes and a smoothing of 0.2 the
#   right one gets 0.9. Over how many classes is the share spread?
# fails: parameters
# passes: defined own_work values shape stable gradient graph fit
import tensorflow as tf


def smoothed_crossentropy(smoothing):
    def loss(y_true, y_pred):
        classes = y_pred.shape[-1]
        labels = (1 - smoothing) * y_true + smoothing * (1 - y_true) / (classes - 1)
        return -tf.reduce_sum(labels * tf.nn.log_softmax(y_pred, axis=-1), axis=-1)

    return loss
