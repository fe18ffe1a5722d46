# part: L1PenaltyLayer
# id: l1_mean
# title: the mean instead of the sum
# hint: You average over all inputs. Here the penalty is their sum.
# fails: penalty parameters fit
# passes: defined own_work output
import keras
import tensorflow as tf


class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        self.add_loss(self.factor * tf.reduce_mean(tf.abs(inputs)))
        return inputs
