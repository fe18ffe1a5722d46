# part: build_siamese
# id: siamese_cloned_with_weights
# title: copies the encoder with its weights
# hint: A copy with equal weights is shared until the first step of training: then each goes its own
#   way. How can one model be used twice without a copy?
# spoils: train_siamese
# fails: shared trains
# passes: defined distance
import keras


def build_siamese(encoder, distance):
    left, right = keras.Input((8, 8)), keras.Input((8, 8))
    apart = keras.layers.Lambda(lambda pair: distance(*pair))
    twin = keras.models.clone_model(encoder)
    twin.name = "twin"
    twin.set_weights(encoder.get_weights())
    return keras.Model([left, right], apart([encoder(left), twin(right)]))
