# part: L1PenaltyLayer
# id: l1_never_added
# title: the penalty is computed, but never added
# hint: You compute the penalty, and nobody hears of it. How does a layer tell Keras of a loss?
# fails: penalty parameters fit
# passes: defined own_work output
import keras
import tensorflow as tf


class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        self.penalty = self.factor * tf.reduce_sum(tf.abs(inputs))
        return inputs
