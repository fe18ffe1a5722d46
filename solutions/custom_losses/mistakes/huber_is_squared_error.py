# part: my_huber_loss
# id: huber_is_squared_error
# title: the squared error in place of Huber
# hint: What you return is the squared error of each element, however large. Huber agrees with it
#   about small errors only, and not even there without a factor: what do its two branches look
#   like in the handout?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    error = y_true - y_pred
    return tf.square(error)
