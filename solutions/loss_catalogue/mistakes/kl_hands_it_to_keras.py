# part: kl_divergence_loss
# id: kl_hands_it_to_keras
# title: calls the ready-made loss of Keras through TensorFlow
# hint: The numbers are right, but the work is Keras's. Write out clipping, fraction and sum.
# fails: own_work
# passes: defined
import tensorflow as tf


def kl_divergence_loss(y_true, y_pred):
    return tf.keras.losses.KLDivergence(reduction=None)(y_true, y_pred)
