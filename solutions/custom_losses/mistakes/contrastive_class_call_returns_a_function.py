# part: ContrastiveLoss
# id: contrastive_class_call_returns_a_function
# title: `call` returns an inner function, as a wrapper does
# hint: Your `call` hands back a function, as the wrapper did. Here nobody will call it: by the
#   time `call` runs, labels and predictions are there. What should it return?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        def loss(y_true, y_pred):
            similar = y_true * tf.square(y_pred)
            dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
            return tf.reduce_mean(similar + dissimilar)

        return loss
