# part: L1PenaltyLayer
# id: l1_squares
# title: squares instead of absolute values
# hint: Squares make an L2 penalty, whose pull fades near zero. What does the 1 of L1 stand for?
# fails: penalty parameters fit
# passes: defined own_work output
import keras
import tensorflow as tf


class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        self.add_loss(self.factor * tf.reduce_sum(tf.square(inputs)))
        return inputs
