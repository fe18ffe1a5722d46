# part: train_siamese
# id: train_labels_swapped
# title: turns the labels round
# hint: After training, similar pairs are far apart and dissimilar ones near. Which way round does
#   the loss expect y, and which way round do you pass it?
# fails: learns accuracy separation
# passes: defined
import keras
import numpy as np


def train_siamese(siamese, left, right, y):
    optimizer = keras.optimizers.Adam(LEARNING_RATE)
    siamese.compile(optimizer=optimizer, loss=ContrastiveLoss(MARGIN))
    siamese.fit([left, right], 1 - y, batch_size=BATCH_SIZE, epochs=EPOCHS)
