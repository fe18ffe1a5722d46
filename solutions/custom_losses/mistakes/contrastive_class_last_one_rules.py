# part: ContrastiveLoss
# id: contrastive_class_last_one_rules
# title: stores the margin on the class, so all objects share the last one
# hint: One object alone is right; when a second is made, the first one follows its margin. Does
#   the number belong to the class, which all objects share, or to the one object?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        ContrastiveLoss.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
