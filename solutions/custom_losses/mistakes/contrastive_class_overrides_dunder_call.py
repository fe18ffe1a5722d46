# part: ContrastiveLoss
# id: contrastive_class_overrides_dunder_call
# title: overrides `__call__` instead of `call`
# hint: `__call__` is where Keras converts the inputs, applies weights and averages; yours
#   replaces all of that. The handout says which method is yours to write.
# fails: signature shape fit
# passes: defined values parameters gradient graph
import tensorflow as tf
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def __call__(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
