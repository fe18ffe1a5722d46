# part: train_siamese
# id: train_margin_ten
# title: trains with a margin of 10
# hint: Your pairs end up about 10 apart, and similar ones rarely nearer than 1/2. Which margin goes
#   with the threshold?
# fails: accuracy
# passes: defined learns separation
import keras
import numpy as np


def train_siamese(siamese, left, right, y):
    optimizer = keras.optimizers.Adam(LEARNING_RATE)
    siamese.compile(optimizer=optimizer, loss=ContrastiveLoss(10 * MARGIN))
    siamese.fit([left, right], y, batch_size=BATCH_SIZE, epochs=EPOCHS)
