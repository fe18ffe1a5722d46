# title: an encoder with more numbers, and one with convolutions
# parts: train_siamese
import keras


def build_encoder(embedding_size=32):
    return keras.Sequential(
        [
            keras.Input((8, 8)),
            keras.layers.Reshape((8, 8, 1)),
            keras.layers.Conv2D(16, 3, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(embedding_size),
        ]
    )


def train_siamese(siamese, left, right, y):
    siamese.compile(keras.optimizers.Adam(2e-3), ContrastiveLoss(1.0))
    siamese.fit([left, right], y, epochs=10, batch_size=32, verbose=0)
