# part: smoothed_crossentropy
# id: smoothed_epsilon_inside_the_log
# title: a small number added inside the logarithm, so that a very wrong logit costs 16
# hint: The small number saves you from infinity, but not from a wrong loss: a class whose logit
#   is 200 below the largest should cost 200. Take softmax and logarithm as one step.
# fails: stable
# passes: defined own_work values shape parameters gradient graph fit
import tensorflow as tf


def smoothed_crossentropy(smoothing):
    def loss(y_true, y_pred):
        classes = y_pred.shape[-1]
        labels = (1 - smoothing) * y_true + smoothing / classes
        return -tf.reduce_sum(labels * tf.math.log(tf.nn.softmax(y_pred) + 1e-7), axis=-1)

    return loss
