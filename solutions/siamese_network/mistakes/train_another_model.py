# part: train_siamese
# id: train_another_model
# title: trains a model of its own
# hint: You train a model, but is it the one that your function was given? That one is asked
#   afterwards.
# fails: learns accuracy separation
# passes: defined
import keras
import numpy as np


def train_siamese(siamese, left, right, y):
    optimizer = keras.optimizers.Adam(LEARNING_RATE)
    own = build_siamese(build_encoder(), euclidean_distance)
    own.compile(optimizer=optimizer, loss=ContrastiveLoss(MARGIN))
    own.fit([left, right], y, batch_size=BATCH_SIZE, epochs=EPOCHS)
