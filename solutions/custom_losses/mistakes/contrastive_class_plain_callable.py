# part: ContrastiveLoss
# id: contrastive_class_plain_callable
# title: a plain class with `__call__`, not a subclass of Loss
# hint: Your object can be called, but it is no Keras loss: it has no name, no reduction and no
#   `call`. Which class gives you all that, and which one method is left for you to write?
# fails: signature shape
# passes: defined values parameters gradient graph fit
import tensorflow as tf


class ContrastiveLoss:
    def __init__(self, margin):
        self.margin = margin

    def __call__(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
