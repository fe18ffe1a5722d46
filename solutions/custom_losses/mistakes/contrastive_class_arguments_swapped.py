# part: ContrastiveLoss
# id: contrastive_class_arguments_swapped
# title: takes y_pred first and y_true second
# hint: Labels and distances arrive in the wrong places. In which order does Keras hand them over,
#   and in which order do you take them?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_pred, y_true):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
