# part: build_siamese
# id: siamese_frozen
# title: freezes the encoder
# hint: Training leaves every weight as it was. Who told the encoder not to be trained?
# spoils: train_siamese
# fails: trains
# passes: defined distance shared
import keras


def build_siamese(encoder, distance):
    left, right = keras.Input((8, 8)), keras.Input((8, 8))
    apart = keras.layers.Lambda(lambda pair: distance(*pair))
    encoder.trainable = False
    return keras.Model([left, right], apart([encoder(left), encoder(right)]))
