# part: my_huber_loss_with_threshold
# id: huber_wrapper_is_mae
# title: the absolute error in place of Huber
# hint: What you return is the absolute error: it has a corner at zero and the same pull
#   everywhere. Huber agrees with it about large errors only, up to a constant; what happens to
#   the small ones?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        return size

    return loss
