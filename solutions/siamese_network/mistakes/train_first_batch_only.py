# part: train_siamese
# id: train_first_batch_only
# title: shows the model a single batch
# hint: How many of the pairs does your model see, and how often? One step is not a training: watch
#   the loss, and how far it still falls.
# fails: learns accuracy separation
# passes: defined
import keras
import numpy as np


def train_siamese(siamese, left, right, y):
    optimizer = keras.optimizers.Adam(LEARNING_RATE)
    siamese.compile(optimizer=optimizer, loss=ContrastiveLoss(MARGIN))
    siamese.train_on_batch([left[:BATCH_SIZE], right[:BATCH_SIZE]], y[:BATCH_SIZE])
