# part: L1PenaltyLayer
# id: l1_per_example
# title: one penalty for each example
# hint: You add one number for each example. `add_loss` wants a single one, for all.
# fails: fit penalty parameters
# passes: defined own_work output
import keras
import tensorflow as tf


class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        self.add_loss(self.factor * tf.reduce_sum(tf.abs(inputs), axis=-1))
        return inputs
