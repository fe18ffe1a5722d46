# part: build_siamese
# id: siamese_cloned
# title: copies the encoder for the second image
# hint: How many encoders are there? A clone begins with weights of its own. Both images have to go
#   through the very model that is given.
# spoils: train_siamese
# fails: distance shared trains
# passes: defined
import keras


def build_siamese(encoder, distance):
    left, right = keras.Input((8, 8)), keras.Input((8, 8))
    apart = keras.layers.Lambda(lambda pair: distance(*pair))
    twin = keras.models.clone_model(encoder)
    twin.name = "twin"
    return keras.Model([left, right], apart([encoder(left), twin(right)]))
