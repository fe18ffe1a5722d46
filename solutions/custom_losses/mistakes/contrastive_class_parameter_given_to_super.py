# part: ContrastiveLoss
# id: contrastive_class_parameter_given_to_super
# title: hands the margin to super().__init__, which takes it for a name
# hint: You pass the margin on to the base class, which takes its first argument for the loss's
#   name. The margin is your own affair: where do you keep it?
# fails: signature values parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__(margin)
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
