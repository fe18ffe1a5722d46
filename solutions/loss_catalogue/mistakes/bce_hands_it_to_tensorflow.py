# part: binary_crossentropy_from_logits
# id: bce_hands_it_to_tensorflow
# title: calls the ready-made loss of TensorFlow
# hint: The numbers are right, but the work is TensorFlow's. Write the formula out, in a form that
#   stays finite.
# fails: own_work
# passes: defined
import tensorflow as tf


def binary_crossentropy_from_logits(y_true, y_pred):
    costs = tf.nn.sigmoid_cross_entropy_with_logits(labels=y_true, logits=y_pred)
    return tf.reduce_mean(costs, axis=-1)
