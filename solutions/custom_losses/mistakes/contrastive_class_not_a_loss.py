# part: ContrastiveLoss
# id: contrastive_class_not_a_loss
# title: a plain class with `call`, not a subclass of Loss
# hint: Your class has the right method, but Keras does not recognise it as a loss: nothing
#   connects the two. What stands in the brackets after the class's name in the stub?
# fails: signature values parameters gradient graph fit
# passes: defined
import tensorflow as tf


class ContrastiveLoss:
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
