# part: train_siamese
# id: train_compiles_only
# title: compiles and does not fit
# hint: Compiling only says how to learn. Which call shows the pairs to the model?
# fails: learns accuracy separation
# passes: defined
import keras
import numpy as np


def train_siamese(siamese, left, right, y):
    optimizer = keras.optimizers.Adam(LEARNING_RATE)
    siamese.compile(optimizer=optimizer, loss=ContrastiveLoss(MARGIN))
