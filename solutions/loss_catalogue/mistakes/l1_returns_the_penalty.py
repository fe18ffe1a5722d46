# part: L1PenaltyLayer
# id: l1_returns_the_penalty
# title: the penalty is returned in the place of the inputs
# hint: What `call` returns goes on to the next layer. The penalty has a way of its own:
#   `self.add_loss`.
# fails: output fit
# passes: defined own_work penalty parameters
import keras
import tensorflow as tf


class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        penalty = self.factor * tf.reduce_sum(tf.abs(inputs))
        self.add_loss(penalty)
        return penalty
