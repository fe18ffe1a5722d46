# part: ContrastiveLoss
# id: contrastive_class_keras2_reduction
# title: reduction="auto", which Keras 3 does not know
# hint: Making an object fails: the reduction you ask for went with Keras 2. What happens if you
#   leave the choice of a reduction to the base class?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__(reduction="auto")
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
