# part: build_siamese
# id: siamese_same_side_twice
# title: sends the left image through twice
# hint: Follow the two inputs through your model. Does the right image arrive anywhere?
# spoils: train_siamese
# fails: distance shared trains
# passes: defined
import keras


def build_siamese(encoder, distance):
    left, right = keras.Input((8, 8)), keras.Input((8, 8))
    apart = keras.layers.Lambda(lambda pair: distance(*pair))
    return keras.Model([left, right], apart([encoder(left), encoder(left)]))
