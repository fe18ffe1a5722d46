# part: ContrastiveLoss
# id: contrastive_class_nan_gradient_at_zero
# title: the distance by a square root: its gradient at zero is NaN
# hint: The values are right, but for a pair at distance zero the gradient is not a number. y_pred
#   is the distance already: which operation do you put it through that is infinitely steep at
#   zero?
# fails: gradient
# passes: defined signature values shape parameters graph fit
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        distance = tf.sqrt(tf.square(y_pred))
        similar = y_true * tf.square(distance)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - distance, 0.0))
        return tf.reduce_mean(similar + dissimilar)
