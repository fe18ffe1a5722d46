# part: build_siamese
# id: siamese_head
# title: puts a dense layer with a sigmoid behind the distance
# hint: Your model answers with a probability that it learns from the distance. Here the distance
#   itself is the answer, and the contrastive loss works on it.
# spoils: train_siamese
# fails: distance shared trains
# passes: defined
import keras


def build_siamese(encoder, distance):
    left, right = keras.Input((8, 8)), keras.Input((8, 8))
    apart = keras.layers.Lambda(lambda pair: distance(*pair))
    answer = keras.layers.Dense(1, activation="sigmoid")(apart([encoder(left), encoder(right)]))
    return keras.Model([left, right], answer)
