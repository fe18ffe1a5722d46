# title: a layer with build, get_config and keras.ops
# parts: L1PenaltyLayer
import keras
from keras import ops


@keras.saving.register_keras_serializable()
class L1PenaltyLayer(keras.layers.Layer):
    def __init__(self, factor=0.01, **kwargs):
        super().__init__(**kwargs)
        self.factor = float(factor)

    def build(self, input_shape):
        self.built = True

    def call(self, x):
        self.add_loss(ops.sum(self.factor * ops.abs(x)))
        return x

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
