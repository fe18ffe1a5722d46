# part: smoothed_crossentropy
# id: smoothed_softmax_then_log
# title: the logarithm of a softmax, which far from the winner is exactly 0
# hint: Right for small logits. What does softmax give, in float32, for a logit that is 200 below
#   the largest, and what is the logarithm of that? Take the two steps as one.
# fails: stable
# passes: defined own_work values shape parameters gradient graph fit
import tensorflow as tf


def smoothed_crossentropy(smoothing):
    def loss(y_true, y_pred):
        classes = y_pred.shape[-1]
        labels = (1 - smoothing) * y_true + smoothing / classes
        return -tf.reduce_sum(labels * tf.math.log(tf.nn.softmax(y_pred)), axis=-1)

    return loss
