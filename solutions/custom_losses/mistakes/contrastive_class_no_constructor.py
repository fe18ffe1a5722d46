# part: ContrastiveLoss
# id: contrastive_class_no_constructor
# title: no `__init__`; the margin is a class attribute
# hint: Your class has no place where a margin could be handed in: whoever makes an object can't
#   choose one. Which method of the stub was meant for that?
# fails: signature values parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    margin = 1.0

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
