# part: contrastive_loss_with_margin
# id: contrastive_wrapper_integer_labels
# title: casts the labels to integers or bool and multiplies them with floats
# hint: Two dtypes meet and TensorFlow refuses to mix them. The inputs are float32; look at the
#   line in which you cast, and ask whether it is needed.
# fails: values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = tf.cast(y_true, tf.int32) * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
