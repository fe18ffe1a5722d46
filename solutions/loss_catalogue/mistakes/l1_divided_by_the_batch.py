# part: L1PenaltyLayer
# id: l1_divided_by_the_batch
# title: the sum is divided by the size of the batch, as Keras does in its own layer
# hint: Keras's own layer divides by the size of the batch. This one does not: it adds everything
#   up.
# fails: penalty parameters fit
# passes: defined own_work output
import keras
import tensorflow as tf


class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        self.add_loss(self.factor * tf.reduce_sum(tf.abs(inputs)) / tf.cast(tf.shape(inputs)[0], tf.float32))
        return inputs
