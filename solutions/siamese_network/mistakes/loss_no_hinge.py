# part: ContrastiveLoss
# id: loss_no_hinge
# title: goes on charging beyond the margin
# hint: What does a dissimilar pair cost that is farther apart than the margin? Something in the
#   formula cuts that off at zero.
# spoils: train_siamese
# fails: values margin gradient
# passes: defined
import keras
import tensorflow as tf


class ContrastiveLoss(keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(self.margin - y_pred)
        return tf.reduce_mean(similar + dissimilar)
