# part: L1PenaltyLayer
# id: l1_no_abs
# title: the absolute value is missing
# hint: Positive and negative inputs cancel in your sum, and a model could earn a reward by large
#   negative ones.
# fails: penalty parameters fit
# passes: defined own_work output
import keras
import tensorflow as tf


class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        self.add_loss(self.factor * tf.reduce_sum(inputs))
        return inputs
