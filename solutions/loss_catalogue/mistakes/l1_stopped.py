# part: L1PenaltyLayer
# id: l1_stopped
# title: the gradient of the penalty is cut off
# hint: The penalty is reported, but nothing learns from it: what lies between the inputs and your
#   sum?
# fails: fit
# passes: defined own_work output penalty parameters
import keras
import tensorflow as tf


class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        self.add_loss(self.factor * tf.reduce_sum(tf.abs(tf.stop_gradient(inputs))))
        return inputs
