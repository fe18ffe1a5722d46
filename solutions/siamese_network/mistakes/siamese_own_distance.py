# part: build_siamese
# id: siamese_own_distance
# title: uses euclidean_distance, whatever distance it is given
# hint: Your function takes a distance as its second argument. Does it use that one, or a function
#   from further up?
# spoils: train_siamese
# fails: distance shared trains
# passes: defined
import keras


def build_siamese(encoder, distance):
    left, right = keras.Input((8, 8)), keras.Input((8, 8))
    apart = keras.layers.Lambda(lambda pair: euclidean_distance(*pair))
    return keras.Model([left, right], apart([encoder(left), encoder(right)]))
