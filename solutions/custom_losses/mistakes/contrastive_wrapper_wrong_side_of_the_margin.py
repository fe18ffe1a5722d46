# part: contrastive_loss_with_margin
# id: contrastive_wrapper_wrong_side_of_the_margin
# title: charges dissimilar pairs beyond the margin instead of those inside
# hint: Your dissimilar pairs pay on the wrong side of the margin: the far ones are charged, the
#   near ones go free. Check the order of the two terms you subtract, and whether you keep the
#   larger or the smaller value.
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(y_pred - margin, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
