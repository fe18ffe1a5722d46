# title: super with arguments, the norm by TensorFlow, an identity returned
# parts: L1PenaltyLayer
import tensorflow as tf
from tensorflow.keras import layers


class L1PenaltyLayer(layers.Layer):
    def __init__(self, factor, **kwargs):
        super(L1PenaltyLayer, self).__init__(**kwargs)
        self.factor = factor

    def call(self, inputs, training=None):
        penalty = self.factor * tf.norm(tf.reshape(inputs, [-1]), ord=1)
        self.add_loss([penalty])
        return tf.identity(inputs)
