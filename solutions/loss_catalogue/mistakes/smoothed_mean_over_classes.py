# part: smoothed_crossentropy
# id: smoothed_mean_over_classes
# title: the mean over the classes instead of the sum
# hint: With three classes your loss is a third of what it should be. What does the formula do
#   over the classes?
# fails: values stable parameters gradient graph fit
# passes: defined own_work
import tensorflow as tf


def smoothed_crossentropy(smoothing):
    def loss(y_true, y_pred):
        classes = y_pred.shape[-1]
        labels = (1 - smoothing) * y_true + smoothing / classes
        return -tf.reduce_mean(labels * tf.nn.log_softmax(y_pred, axis=-1), axis=-1)

    return loss
