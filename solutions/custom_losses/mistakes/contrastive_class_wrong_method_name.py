# part: ContrastiveLoss
# id: contrastive_class_wrong_method_name
# title: the method is called forward
# hint: Keras looks for a method of a certain name, indented into your class, and does not find
#   it. Compare the names of your methods, and their indentation, with the stub.
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def forward(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
