# part: L1PenaltyLayer
# id: l1_returns_nothing
# title: the inputs are not returned
# hint: The next layer gets None. What is to come out of a layer that changes nothing?
# fails: fit output
# passes: defined own_work parameters penalty
import keras
import tensorflow as tf


class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        self.add_loss(self.factor * tf.reduce_sum(tf.abs(inputs)))
