# part: build_siamese
# id: siamese_own_encoder
# title: builds an encoder of its own
# hint: What becomes of the encoder that your function is given? Its embeddings are what is asked
#   for afterwards; another network leaves it untrained.
# spoils: train_siamese
# fails: distance shared trains
# passes: defined
import keras


def build_siamese(encoder, distance):
    left, right = keras.Input((8, 8)), keras.Input((8, 8))
    apart = keras.layers.Lambda(lambda pair: distance(*pair))
    layers = [keras.Input((8, 8)), keras.layers.Flatten(), keras.layers.Dense(3, use_bias=False)]
    own = keras.Sequential(layers)
    return keras.Model([left, right], apart([own(left), own(right)]))
