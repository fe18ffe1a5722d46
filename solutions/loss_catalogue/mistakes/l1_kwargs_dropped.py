# part: L1PenaltyLayer
# id: l1_kwargs_dropped
# title: `**kwargs` are taken, but not passed on
# hint: The layer was given a name and has another. Your constructor takes everything: who is to
#   know of what it has no use for itself?
# fails: parameters
# passes: defined own_work output penalty fit
import keras
import tensorflow as tf


class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__()
        self.factor = factor

    def call(self, inputs):
        self.add_loss(self.factor * tf.reduce_sum(tf.abs(inputs)))
        return inputs
