# part: ContrastiveLoss
# id: contrastive_class_paper_convention
# title: the convention of the original paper: Y = 0 for similar pairs, and a factor 1/2
# hint: This is the original paper's way to write it, and two things are otherwise here. The handout
#   says both where it tells of other sources: what Y stands for, and which factor the paper has.
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = 0.5 * (1.0 - y_true) * tf.square(y_pred)
        dissimilar = 0.5 * y_true * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
