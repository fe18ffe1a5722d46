# part: L1PenaltyLayer
# id: l1_no_kwargs
# title: the constructor takes the factor only
# hint: The stub's `**kwargs` are gone, and with them the layer's name. Who needs to get them?
# fails: parameters
# passes: defined own_work output penalty fit
import keras
import tensorflow as tf


class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def call(self, inputs):
        self.add_loss(self.factor * tf.reduce_sum(tf.abs(inputs)))
        return inputs
