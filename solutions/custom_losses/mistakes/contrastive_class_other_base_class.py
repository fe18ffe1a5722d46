# part: ContrastiveLoss
# id: contrastive_class_other_base_class
# title: a subclass of Layer, or of an old Loss, instead of keras.losses.Loss
# hint: The numbers are right, but your class does not descend from the Loss of today's Keras.
#   Look at the name in the brackets after the class's name, and at the line that imports it:
#   what is it, and where does it come from?
# fails: signature
# passes: defined values shape parameters gradient graph fit
import tensorflow as tf
from keras.layers import Layer


class ContrastiveLoss(Layer):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
