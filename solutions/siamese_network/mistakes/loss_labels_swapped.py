# part: ContrastiveLoss
# id: loss_labels_swapped
# title: charges similar pairs for being near
# hint: Which half does Y = 1 switch on? Put a similar pair at a great distance into your formula:
#   should it cost nothing?
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
        similar = (1.0 - y_true) * tf.square(y_pred)
        dissimilar = y_true * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
