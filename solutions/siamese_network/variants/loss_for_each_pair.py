# title: leaves the mean to Keras
# parts: ContrastiveLoss
import keras
import tensorflow as tf


class ContrastiveLoss(keras.losses.Loss):
    def __init__(self, margin):
        super().__init__(name="contrastive")
        self.margin = margin

    def call(self, y_true, y_pred):
        near, far = tf.square(y_pred), tf.square(tf.nn.relu(self.margin - y_pred))
        return tf.where(y_true > 0.5, near, far)
