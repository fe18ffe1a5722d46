# part: ContrastiveLoss
# id: loss_distance_not_squared
# title: charges similar pairs by their distance, not its square
# hint: How does the cost of a similar pair grow with its distance? Compare with the example: 0.5
#   should cost 0.25.
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
        similar = y_true * y_pred
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
