# part: binary_crossentropy_from_logits
# id: bce_exponential_overflows
# title: log(1 + exp(z)) written out, which overflows
# hint: The algebra is right. But exp(100) is more than float32 can hold: what is your loss then?
#   Bring the formula into a form in which only exponentials of negative numbers occur, or look
#   for the function that does this.
# fails: stable
# passes: defined own_work values shape gradient graph fit
import tensorflow as tf


def binary_crossentropy_from_logits(y_true, y_pred):
    costs = tf.math.log(1 + tf.exp(y_pred)) - y_true * y_pred
    return tf.reduce_mean(costs, axis=-1)
