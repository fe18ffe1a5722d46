# part: ContrastiveLoss
# id: contrastive_class_wrong_side_of_the_margin
# title: charges dissimilar pairs beyond the margin instead of those inside
# hint: Your dissimilar pairs pay on the wrong side of the margin: the far ones are charged, the
#   near ones go free. Check the order of the two terms you subtract, and whether you keep the
#   larger or the smaller value.
# fails: values parameters gradient graph fit
# passes: defined signature shape
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(y_pred - self.margin, 0.0))
        return tf.reduce_mean(similar + dissimilar)
