# part: train_siamese
# id: train_same_side_twice
# title: passes the left images for both sides
# hint: Which two arrays do you pass? An image is always at distance zero from itself, and there is
#   nothing to learn.
# fails: learns accuracy separation
# passes: defined
import keras
import numpy as np


def train_siamese(siamese, left, right, y):
    optimizer = keras.optimizers.Adam(LEARNING_RATE)
    siamese.compile(optimizer=optimizer, loss=ContrastiveLoss(MARGIN))
    siamese.fit([left, left], y, batch_size=BATCH_SIZE, epochs=EPOCHS)
