# part: ContrastiveLoss
# id: contrastive_class_call_arguments
# title: `call` lacks self, or asks for more than y_true and y_pred
# hint: Keras gives the `call` of your object the labels and the distances and nothing else, and
#   Python puts the object itself in front. Compare your parameter list with the stub's: what is
#   missing, or what is too much?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(1.0 - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
