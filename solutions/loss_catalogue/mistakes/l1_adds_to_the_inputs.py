# part: L1PenaltyLayer
# id: l1_adds_to_the_inputs
# title: the penalty is added to the inputs
# hint: `inputs + penalty` changes every number that the next layer gets. The inputs go on as they
#   are, the penalty goes to `self.add_loss`.
# fails: output penalty parameters fit
# passes: defined own_work
import keras
import tensorflow as tf


class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs + self.factor * tf.reduce_sum(tf.abs(inputs))
