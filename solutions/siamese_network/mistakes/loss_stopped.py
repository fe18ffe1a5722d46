# part: ContrastiveLoss
# id: loss_stopped
# title: lets no gradient through the margin half
# hint: The values are right, but dissimilar pairs are not pushed: what cuts the gradient off in
#   that half?
# spoils: train_siamese
# fails: gradient
# passes: defined values margin
import keras
import tensorflow as tf


class ContrastiveLoss(keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        gap = tf.stop_gradient(tf.maximum(self.margin - y_pred, 0.0))
        dissimilar = (1.0 - y_true) * tf.square(gap)
        return tf.reduce_mean(similar + dissimilar)
