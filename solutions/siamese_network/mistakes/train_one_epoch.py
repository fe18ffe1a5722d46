# part: train_siamese
# id: train_one_epoch
# title: stops after one epoch
# hint: How often does your model see each pair? Once is not enough: watch the loss from epoch to
#   epoch, and how far it still falls.
# fails: accuracy separation
# passes: defined learns
import keras
import numpy as np


def train_siamese(siamese, left, right, y):
    optimizer = keras.optimizers.Adam(LEARNING_RATE)
    siamese.compile(optimizer=optimizer, loss=ContrastiveLoss(MARGIN))
    siamese.fit([left, right], y, batch_size=BATCH_SIZE, epochs=1)
