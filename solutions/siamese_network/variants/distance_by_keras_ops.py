# title: keras.ops throughout, no Lambda needed
# parts: euclidean_distance build_siamese
import keras
from keras import ops


def euclidean_distance(one, other):
    total = ops.sum(ops.square(ops.subtract(one, other)), axis=-1, keepdims=True)
    return ops.sqrt(ops.maximum(total, 1e-7))


class Apart(keras.layers.Layer):
    def __init__(self, distance):
        super().__init__()
        self.distance = distance

    def call(self, one, other):
        return self.distance(one, other)


def build_siamese(encoder, distance):
    inputs = [keras.Input((8, 8), name="left"), keras.Input((8, 8), name="right")]
    return keras.Model(inputs, Apart(distance)(*map(encoder, inputs)))
