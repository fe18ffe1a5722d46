# part: contrastive_loss_with_margin
# id: contrastive_wrapper_last_one_rules
# title: keeps the margin in a global, so the last one made rules all
# hint: One loss alone is right; when a second is made, the first one follows its margin. Where do
#   you keep the number: in something that all of them share (a global, a list, an attribute of
#   a function), or with the one function you return?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


current = None


def contrastive_loss_with_margin(margin):
    global current
    current = margin

    def loss(y_true, y_pred):
        margin = current
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
