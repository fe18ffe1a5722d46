# part: L1PenaltyLayer
# id: l1_penalises_a_weight
# title: a weight of its own is penalised instead of the inputs
# hint: Your layer has made itself a weight and penalises that. What should be small is what
#   passes through.
# fails: penalty parameters fit
# passes: defined own_work output
import keras
import tensorflow as tf


class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1],), initializer="ones")

    def call(self, inputs):
        self.add_loss(self.factor * tf.reduce_sum(tf.abs(self.w)))
        return inputs
