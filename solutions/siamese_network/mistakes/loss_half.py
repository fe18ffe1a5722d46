# part: ContrastiveLoss
# id: loss_half
# title: halves both parts, as the paper does
# hint: Every number is half of what it should be: the paper of 2006 has a factor in front of each
#   half, our formula has not.
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
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return 0.5 * tf.reduce_mean(similar + dissimilar)
