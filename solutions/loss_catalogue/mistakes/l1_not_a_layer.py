# part: L1PenaltyLayer
# id: l1_not_a_layer
# title: a class that is no layer
# hint: Your class stands alone: `add_loss` and everything else that makes a layer comes from a
#   base class. Which?
# fails: defined
# passes: 
import tensorflow as tf


class L1PenaltyLayer:
    def __init__(self, factor, **kwargs):
        self.factor = factor

    def call(self, inputs):
        self.add_loss(self.factor * tf.reduce_sum(tf.abs(inputs)))
        return inputs
