# part: ContrastiveLoss
# id: contrastive_class_no_return
# title: `call` returns nothing
# hint: Everything is computed and then dropped: a Python function that ends without `return`
#   gives None. Look at the last line of `call`.
# fails: signature values shape parameters gradient graph fit
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
        loss = tf.reduce_mean(similar + dissimilar)
