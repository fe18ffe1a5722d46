# part: train_siamese
# id: train_frozen
# title: freezes the model before it trains it
# hint: All steps are done, and no weight moves. What did you set before compiling?
# fails: learns accuracy separation
# passes: defined
import keras
import numpy as np


def train_siamese(siamese, left, right, y):
    optimizer = keras.optimizers.Adam(LEARNING_RATE)
    siamese.trainable = False
    siamese.compile(optimizer=optimizer, loss=ContrastiveLoss(MARGIN))
    siamese.fit([left, right], y, batch_size=BATCH_SIZE, epochs=EPOCHS)
