# part: L1PenaltyLayer
# id: l1_hard_coded
# title: a factor of 0.1 in the place of the parameter
# hint: Every factor gives the same penalty. Where is the factor of this layer?
# fails: penalty parameters fit
# passes: defined own_work output
import keras
import tensorflow as tf


class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        self.add_loss(0.1 * tf.reduce_sum(tf.abs(inputs)))
        return inputs
