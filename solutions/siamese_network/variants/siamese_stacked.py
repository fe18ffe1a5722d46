# title: both images go through the encoder in one batch
# parts: build_siamese
import keras
import tensorflow as tf


class Both(keras.layers.Layer):
    def __init__(self, encoder, distance):
        super().__init__()
        self.encoder = encoder
        self.distance = distance

    def call(self, left, right):
        embeddings = self.encoder(tf.concat([left, right], axis=0))
        return self.distance(*tf.split(embeddings, 2, axis=0))


def build_siamese(encoder, distance):
    left, right = keras.Input((8, 8)), keras.Input((8, 8))
    return keras.Model(inputs=[left, right], outputs=Both(encoder, distance)(left, right))
