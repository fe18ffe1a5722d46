# part: ContrastiveLoss
# id: contrastive_class_self_forgotten
# title: margin without self inside `call`
# hint: Inside `call` nobody knows the bare name `margin`: it was a parameter of another method.
#   How does one method find what another has stored?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
