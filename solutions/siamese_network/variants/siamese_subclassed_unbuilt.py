# title: a subclass that is built when it is first called
# parts: build_siamese
import keras


class Siamese(keras.Model):
    def __init__(self, encoder, distance, **kwargs):
        super().__init__(**kwargs)
        self.encoder, self.distance = encoder, distance

    def call(self, inputs, training=None):
        embeddings = [self.encoder(image, training=training) for image in inputs]
        return self.distance(*embeddings)


def build_siamese(encoder, distance):
    return Siamese(encoder, distance)
