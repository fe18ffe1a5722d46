# part: ContrastiveLoss
# id: contrastive_class_sum
# title: sums over the batch instead of averaging
# hint: Your loss grows with the batch: you add the pairs up. What does the handout do with the
#   sum before it calls it the loss?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_sum(similar + dissimilar)
